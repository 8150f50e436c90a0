import { never } from '@fleet/domain/decision';
import type { Answer } from '../ports.ts';

/** What an answer means beyond the action it was given to. Times are wall ms. */
export type Signal =
  | { readonly kind: 'unauthorized' | 'forbidden' | 'kill_switch' | 'ceiling_exceeded'; readonly reason: string }
  | {
      readonly kind: 'agent_limit' | 'fleet_limit';
      readonly code: string;
      readonly untilWall: number;
      readonly reason: string;
    }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number };

export type NotOk = Exclude<Answer<unknown>, { kind: 'ok' }>;

export type Refusal =
  /** For certain not done. */
  | {
      readonly kind: 'refused';
      readonly code: string;
      readonly reason: string;
      readonly signal: Signal | null;
    }
  | { readonly kind: 'unclear'; readonly reason: string };

const refused = (code: string, reason: string, signal: Signal | null = null): Refusal => ({
  kind: 'refused',
  code,
  reason,
  signal,
});

/** Every answer but a good one, as what it means for the action and for the fleet. */
export const refusalOf = (answer: NotOk): Refusal => {
  const { reason } = answer;
  switch (answer.kind) {
    case 'unauthorized':
    case 'forbidden':
      return refused(answer.kind, reason, { kind: answer.kind, reason });
    case 'gone':
    case 'invalid':
    case 'unsent':
      return refused(answer.kind, reason);
    case 'agent_limit':
    case 'fleet_limit': {
      const { kind, code, untilWall } = answer;
      return refused(code, reason, { kind, code, untilWall, reason });
    }
    case 'throttled':
      return refused('throttled', reason, { kind: 'throttled', retryAfterMs: answer.retryAfterMs });
    case 'platform_paused':
      return refused('FLEET_PAUSED', reason, { kind: 'kill_switch', reason });
    case 'workflow_failed':
      return refused(answer.code ?? 'workflow_failed', reason);
    case 'unclear':
      return { kind: 'unclear', reason };
    default:
      return never(answer);
  }
};
