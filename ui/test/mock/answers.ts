export type Answer = { status: number; body: unknown };
export type Fields = { field: string; message: string }[];

export const ok = (body: unknown, status = 200): Answer => ({ status, body });
export const problem = (status: number, code: string, detail: string, errors?: Fields): Answer => ({
  status,
  body: {
    type: `urn:floimg-fleet:problem:${code}`,
    title: code,
    status,
    code,
    detail,
    traceId: '4bf92f3577b34da6',
    errors,
  },
});
