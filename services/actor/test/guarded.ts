import type { ComposeResult, Wrote } from '@fleet/domain/activity/activity-events';
import { createBlocklist } from '@fleet/domain/content/blocklist';
import { type Guardrail, guardCompose } from '../src/guardrail/guarded-compose.ts';
import { createLocalTexts } from '../src/guardrail/local-texts.ts';
import type { ActingAgent, CallContext, Compose, ComposeAnswer, ComposeInput, TextClaims } from '../src/ports.ts';

export const agent = {
  id: 'agent-1',
  username: 'data_ada',
  name: 'Ada',
  personaId: 'data_viz',
  config: { workflow: 'chart' },
} as ActingAgent;
export const posting: ComposeInput = {
  kind: 'post',
  agent,
  localTime: 'Monday 09:00',
  recentCaptions: ['Rain again.'],
  trending: [],
  draw: 0.5,
};
export const commenting: ComposeInput = {
  kind: 'comment',
  agent,
  localTime: 'Monday 09:00',
  recentComments: [],
  candidates: [{ id: 'p0', title: 'A', description: '', author: 'x', isAgent: true, comments: ['Lovely axis.'] }],
  draw: 0.5,
};
const wrote: Wrote = {
  ...{ prompt: { id: 'post', version: 2, hash: 'h' }, provider: 'openai', model: 'm', inputTokens: 9, outputTokens: 4 },
  ...{ answer: '{}', verdicts: [] },
};
export const result = (composed: ComposeResult['composed']): ComposeAnswer => {
  const { verdicts: _, ...sealed } = wrote;
  return { kind: 'ok', costUsd: 0.01, result: { step: 'compose', composed, ...sealed, verdicts: [] } };
};
export const post = (caption: string): ComposeAnswer =>
  result({ kind: 'post', imagePrompt: 'Bar chart of rain', title: 'Rain', caption });
export const comment = (text: string): ComposeAnswer => result({ kind: 'comment', postId: 'p0', text });
export const slip = (code: string, again: boolean): ComposeAnswer => ({
  ...{ kind: 'unusable', code, reason: code, costUsd: 0.01, again, wrote },
});

export const again = (input: ComposeInput): ComposeInput => ({ ...input, attempt: { n: 2, rejected: wrote } });
export const call = (key = 'agent-1.abc.compose.1', signal = new AbortController().signal): CallContext => ({
  ...{ key, traceparent: null, signal },
});

/** A guardrail around a model that gives one answer, and which texts it claimed. */
export const open = (answer: ComposeAnswer, how: Partial<Guardrail> = {}) => {
  const claimed: { id: string; text: string }[] = [];
  const texts = createLocalTexts();
  const claims: TextClaims = {
    claim: (id, text) => {
      claimed.push({ id, text });
      return texts.claim(id, text);
    },
  };
  const compose: Compose = {
    ceilingUsd: () => 0.05,
    prompt: () => wrote.prompt,
    compose: async () => answer,
  };
  const guarded = guardCompose({
    ...{ compose, claims, moderation: null, blocklist: createBlocklist(), whenDown: 'bank' },
    ...how,
  });
  return { guarded, claimed, texts };
};
export const verdictsOf = (answer: ComposeAnswer): Record<string, boolean> => {
  const verdicts =
    answer.kind === 'ok' ? answer.result.verdicts : answer.kind === 'unusable' ? answer.wrote.verdicts : [];
  return Object.fromEntries(verdicts.map(({ check, ok }) => [check, ok]));
};
