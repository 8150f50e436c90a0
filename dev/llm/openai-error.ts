/** Errors in the shape the OpenAI API gives them, which the SDK reads. */
export type OpenAiError = {
  readonly error: {
    readonly message: string;
    readonly type: string;
    readonly param: string | null;
    readonly code: string | null;
  };
};

export class ApiFault extends Error {
  readonly status: number;
  readonly type: string;
  readonly code: string | null;
  readonly param: string | null;
  constructor(status: number, message: string, more: { type?: string; code?: string; param?: string } = {}) {
    super(message);
    this.name = 'ApiFault';
    this.status = status;
    this.type = more.type ?? (status >= 500 ? 'server_error' : 'invalid_request_error');
    this.code = more.code ?? null;
    this.param = more.param ?? null;
  }
}

export const openAiError = (fault: ApiFault): OpenAiError => ({
  error: { message: fault.message, type: fault.type, param: fault.param, code: fault.code },
});
