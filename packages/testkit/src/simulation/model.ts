import type { Composed } from '@fleet/domain/activity/activity-events';
import type { Compose, ComposeInput } from '../../../../services/actor/src/ports.ts';
import type { FaultDesk } from './fault-desk.ts';
import type { SimulatedProcess } from './process.ts';
import type { VirtualTime } from './virtual-time.ts';

type Answer = Awaited<ReturnType<Compose['compose']>>;
/** One call of the model. Virtual ms. */
export type ModelCall = { readonly key: string; readonly by: SimulatedProcess; readonly sentAt: number };

const CEILING_USD = 0.01;
const COST_USD = 0.004;

/** A language model that always has something to say: every title it gives is another one. */
export const simulatedModel = (time: VirtualTime, desk: FaultDesk) => {
  const calls: ModelCall[] = [];
  let billed = 0;

  const sealed = (input: ComposeInput, composed: Composed): Answer => ({
    kind: 'ok',
    costUsd: COST_USD,
    result: {
      ...{ step: 'compose', composed, prompt: { id: input.kind, version: 1, hash: 'h' } },
      ...{ provider: 'offline', model: 'stand-in', inputTokens: 10, outputTokens: 5, answer: '{}', verdicts: [] },
    },
  });
  const answer = (input: ComposeInput, serial: number): Answer =>
    sealed(
      input,
      input.kind === 'post'
        ? { kind: 'post', imagePrompt: 'a lamp', title: `Lamp ${serial}`, caption: 'On a desk' }
        : { kind: 'comment', postId: input.candidates[0]?.id ?? '', text: `Lamp ${serial} is a good one.` },
    );
  const failed = (how: 'unclear' | 'unusable' | 'unsent'): Answer =>
    how === 'unusable'
      ? {
          ...{ kind: how, code: 'prose', reason: 'not JSON', costUsd: COST_USD, again: true },
          wrote: {
            ...{ prompt: { id: 'post', version: 1, hash: 'h' }, provider: 'offline', model: 'stand-in' },
            ...{ inputTokens: 10, outputTokens: 5, answer: 'Sure!', verdicts: [] },
          },
        }
      : { kind: how, reason: 'the connection broke' };

  const portOf = (process: SimulatedProcess): Compose => ({
    ceilingUsd: () => CEILING_USD,
    prompt: ({ kind }) => ({ id: kind, version: 1, hash: 'h' }),
    compose: (input, { key, signal }) => {
      const [fault] = desk.count('model');
      const serial = calls.push({ key: key ?? '', by: process, sentAt: time.now() });
      const aborted = new Promise<Answer>((resolve) => {
        signal.addEventListener('abort', () => resolve(failed('unclear')), { once: true });
      });
      const said = process.call(`compose ${key}`, () => {
        if (fault?.how !== 'unsent') billed++;
        if (fault?.how === 'nothing') return sealed(input, { kind: 'skip', reason: 'nothing to say' });
        return fault ? failed(fault.how) : answer(input, serial);
      });
      return Promise.race([said, aborted]);
    },
  });

  return {
    portOf,
    calls: calls as readonly ModelCall[],
    /** What its provider asks for: every call that reached it, whatever became of the answer. */
    billUsd: () => billed * COST_USD,
  };
};
export type SimulatedModel = ReturnType<typeof simulatedModel>;
