import assert from 'node:assert/strict';

type Decided<E> =
  | { readonly kind: 'accepted'; readonly events: readonly E[] }
  | { readonly kind: 'refused'; readonly code: string; readonly reason: string };

/** A decider as specs see it: where it starts, how events change it, what a command decides. */
export type Decider<S, E, C> = {
  readonly initial: S;
  evolve(state: S, event: E, occurredAtMs: number): S;
  decide(state: S, command: C): Decided<E>;
};

/**
 * Sentences over a decider: `given(created, started).when({ type: 'pause', … }).then(paused)`.
 * Given events happen one second apart, the first at 1,000 ms.
 */
export const given =
  <S, E, C>(decider: Decider<S, E, C>) =>
  (...events: readonly E[]) => ({
    when: (command: C) => {
      const state = events.reduce((s, e, i) => decider.evolve(s, e, (i + 1) * 1_000), decider.initial);
      const decided = decider.decide(state, command);
      return {
        // biome-ignore lint/suspicious/noThenProperty: the sentence reads given, when, then; nobody awaits it
        then: (...expected: readonly E[]) => assert.deepEqual(decided, { kind: 'accepted', events: expected }),
        thenNothing: () => assert.deepEqual(decided, { kind: 'accepted', events: [] }),
        /** `says`: words that the reason must hold. */
        thenRefused: (code: string, says?: RegExp) => {
          assert.equal(decided.kind, 'refused', `expected a refusal, got ${JSON.stringify(decided)}`);
          if (decided.kind !== 'refused') return;
          assert.equal(decided.code, code);
          if (says) assert.match(decided.reason, says);
        },
        decided,
      };
    },
    /** The folded state itself. */
    state: (): S => events.reduce((s, e, i) => decider.evolve(s, e, (i + 1) * 1_000), decider.initial),
  });
