import { Fleet } from '@fleet/domain/read-models/api';
import { createGatewayClient } from '../gateway-client.ts';
import { CliError } from '../surroundings.ts';
import { findTarget } from '../target.ts';
import { type Finding, failed, ok, reasonOf, warning } from './finding.ts';
import type { Settings } from './settings.ts';

const answerWithinMs = 5_000;

const asked = (url: string, headers: Record<string, string> = {}) =>
  fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(answerWithinMs) });

export const checkGateway = async ({ api, token }: Settings): Promise<Finding> => {
  if (!api)
    return failed('gateway', 'none runs from this checkout', 'npm start, or set FLEET_URL and FLEET_ADMIN_TOKEN');
  try {
    const target = findTarget(
      { url: api, ...(token ? { token } : {}) },
      { env: {}, root: '', stdout() {}, stderr() {} },
    );
    const fleet = await createGatewayClient(target).get('/fleet', Fleet);
    const [problem] = fleet.problems;
    if (problem)
      return warning('gateway', `${api}: ${problem.part} ${problem.message}`, 'fleet status shows all of them');
    return ok('gateway', `${api}: ${fleet.status}, ${fleet.agents.total} agents`);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return failed('gateway', error.message, 'start the gateway, or correct FLEET_URL and FLEET_ADMIN_TOKEN');
  }
};

/** The gallery's newest item is the cheapest call that needs the token. */
export const checkStudio = async ({ studioUrl, studioToken }: Settings): Promise<Finding> => {
  const part = 'FloImg Studio';
  if (studioToken && !studioToken.startsWith('fst_'))
    return failed(part, 'FLOIMG_SERVICE_TOKEN does not begin with fst_', 'take a service token from the Studio');
  try {
    const answer = await asked(`${studioUrl.replace(/\/+$/, '')}/api/showcase?limit=1`, {
      accept: 'application/json',
      ...(studioToken ? { authorization: `Bearer ${studioToken}` } : {}),
    });
    const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
    await answer.body?.cancel();
    if (!studioToken) return failed(part, `${studioUrl} answers, but there is no token`, 'set FLOIMG_SERVICE_TOKEN');
    if (answer.status === 401 || answer.status === 403)
      return failed(
        part,
        `${studioUrl} refuses the token (${answer.status})`,
        'correct FLOIMG_SERVICE_TOKEN or its permissions',
      );
    if (!answer.ok || !isJson)
      return failed(part, `${studioUrl} answered ${answer.status} to a look at its gallery`, 'correct FLOIMG_API_URL');
    return ok(part, `${studioUrl} takes the token`);
  } catch (error) {
    return failed(part, `${studioUrl}: ${reasonOf(error)}`, 'start it, or correct FLOIMG_API_URL');
  }
};

export const checkLlm = async ({ llm }: Settings): Promise<Finding> => {
  const part = 'LLM';
  const { provider, baseUrl, model, key } = llm;
  const start = {
    offline: 'npm start brings the stand-in, or set LLM_BASE_URL',
    ollama: 'start Ollama (ollama serve), or set OLLAMA_URL',
    openai: 'check the network, or set LLM_BASE_URL',
  }[provider];
  if (!start) return failed(part, `LLM_PROVIDER is ${JSON.stringify(provider)}`, 'set it to openai, ollama or offline');
  if (provider === 'openai' && !key) return failed(part, 'no key for openai', 'set OPENAI_API_KEY');
  try {
    const answer = await asked(`${baseUrl.replace(/\/+$/, '')}/models`, key ? { authorization: `Bearer ${key}` } : {});
    if (answer.status === 401) return failed(part, `${baseUrl} refuses the key`, 'correct OPENAI_API_KEY');
    const body = answer.ok ? ((await answer.json().catch(() => null)) as { data?: { id?: string }[] } | null) : null;
    if (!Array.isArray(body?.data))
      return failed(part, `${baseUrl} answered ${answer.status}, no list of models`, start);
    const names = body.data.flatMap(({ id }) => (id ? [id] : []));
    // Ollama lists a model with its tag: llama3.2 is llama3.2:latest.
    if (model && !names.some((name) => name === model || name === `${model}:latest`))
      return failed(
        part,
        `${provider} has no model ${model}`,
        provider === 'ollama' ? `ollama pull ${model}` : 'set OPENAI_MODEL to one your key may use',
      );
    return ok(part, `${provider} at ${baseUrl}${model ? ` with ${model}` : ''}`);
  } catch (error) {
    return failed(part, `${baseUrl}: ${reasonOf(error)}`, start);
  }
};
