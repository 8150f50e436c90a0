/**
 * How a workflow fails on the real engine: with a code, a category and whether a retry makes sense, or, where the engine
 * passes on what a provider said, with nothing but a message.
 */
export type EngineError = {
  readonly error: string;
  readonly errorCode?: string;
  readonly errorCategory?: 'execution' | 'validation' | 'provider_config' | 'user_input' | 'internal';
  readonly retryable?: boolean;
};

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: EngineError };

export const done = <T>(value: T): Outcome<T> => ({ ok: true, value });
export const failed = (failure: EngineError): Outcome<never> => ({ ok: false, failure });

export const transformError = (error: string): Outcome<never> =>
  failed({ error, errorCode: 'TRANSFORM_ERROR', errorCategory: 'execution', retryable: false });
export const generationError = (error: string): Outcome<never> =>
  failed({ error, errorCode: 'GENERATION_ERROR', errorCategory: 'execution', retryable: false });
export const pipelineError = (error: string): Outcome<never> =>
  failed({ error, errorCode: 'PIPELINE_ERROR', errorCategory: 'validation', retryable: false });
export const providerNotFound = (kind: string, name: string): Outcome<never> =>
  failed({
    error: `Provider "${name}" not found for type "${kind}"`,
    errorCode: 'PROVIDER_NOT_FOUND',
    errorCategory: 'provider_config',
    retryable: false,
  });
/** What a provider refused: the engine adds nothing to it. */
export const providerRefused = (error: string): Outcome<never> => failed({ error });
