import type { Compose, ComposeInput, WrittenPosts } from '../ports.ts';
import type { ComposeClient } from './compose.ts';

/** Longer ones are lost: no text that may be shown is as long. */
const MAX_KEPT_CHARS = 4_000;
/** Each version of a persona has its own: what an old voice wrote is not said by the new one. */
const shelfOf = ({ agent }: ComposeInput): string =>
  agent.texts ? `${agent.texts.persona}@${agent.texts.version}` : (agent.personaId ?? agent.id);

/**
 * Posts from the content bank: one call writes `count` posts for a persona, and later ones are taken from the shelf
 * without a call. What is taken is sealed in its step's outcome like any answer, and judged again at its own moment. A
 * second try (a text that did not pass) and every comment are calls of their own. An attempt reserves the whole call,
 * since nobody knows beforehand whether the shelf will have something.
 */
export const composeAhead = (
  client: Pick<ComposeClient, 'ceilingUsd' | 'ceilingManyUsd' | 'prompt' | 'compose' | 'composeMany'>,
  written: WrittenPosts,
  count: number,
): Compose => ({
  prompt: client.prompt,
  ceilingUsd: (input) =>
    input.kind === 'post'
      ? Math.max(client.ceilingUsd(input), client.ceilingManyUsd(input, count))
      : client.ceilingUsd(input),
  compose: async (input, call) => {
    if (input.kind !== 'post' || call.key === null || (input.attempt?.n ?? 1) > 1) return client.compose(input, call);
    const taken = await written.take(call.key, shelfOf(input));
    if (taken !== null) {
      const { imagePrompt, title, caption, prompt, provider, model } = taken;
      return {
        kind: 'ok',
        costUsd: 0,
        result: {
          ...{ step: 'compose', composed: { kind: 'post', imagePrompt, title, caption }, prompt, provider, model },
          ...{ inputTokens: 0, outputTokens: 0, answer: JSON.stringify({ imagePrompt, title, caption }) },
          ...{ verdicts: [{ check: 'schema', ok: true }], source: 'stored' },
        },
      };
    }
    const { answer, rest } = await client.composeMany(input, count, call);
    const kept = rest.filter((post) => JSON.stringify(post).length <= MAX_KEPT_CHARS);
    if (kept.length > 0 && !call.signal.aborted) await written.put(call.key, shelfOf(input), kept);
    return answer;
  },
});
