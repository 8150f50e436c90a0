import type { Excused } from './check-pauses.ts';
import type { SimulatedGallery } from './gallery.ts';
import type { AgentHistory } from './history-of-agents.ts';
import type { Ordered } from './orders.ts';

/** A dead letter is tried again by one tick, and everybody who retried it was told the same. */
const checkRetries = (histories: readonly AgentHistory[], { retried }: Ordered): readonly string[] => {
  const ticks = new Map<string, string[]>();
  for (const { life } of histories)
    for (const { event } of life)
      if (event.type === 'AgentActRequested' && event.data.retries) {
        const { letter } = event.data.retries;
        ticks.set(letter, [...(ticks.get(letter) ?? []), event.data.tickId]);
      }
  return [
    ...[...ticks]
      .filter(([, made]) => made.length > 1)
      .map(([letter, made]) => `dead letter ${letter} made ${made.length} ticks`),
    ...[...retried].flatMap(([letter, told]) =>
      told
        .filter((tickId) => tickId !== ticks.get(letter)?.[0])
        .map((tickId) => `the retry of dead letter ${letter} is not ${tickId}`),
    ),
  ];
};

/** A version is taken over once, whoever asks for it how often. */
const checkAdoptions = (histories: readonly AgentHistory[]): readonly string[] =>
  histories.flatMap(({ life, agentId }) => {
    const versions = life.flatMap(({ event }) =>
      event.type === 'AgentReconfigured' && event.data.persona ? [event.data.persona.version] : [],
    );
    return new Set(versions).size < versions.length ? [`a version was taken over twice by ${agentId}`] : [];
  });

/**
 * What is removed from the platform was let go of before: nothing of it is sent, or lands in the gallery, any more. (A
 * picture that is late is nobody's.)
 */
const checkRemoved = ({ effects, removed }: SimulatedGallery, excused: Excused): readonly string[] =>
  effects.flatMap((effect) => {
    const { username, method, key, sentAt, appliedAt } = effect;
    const removedAt = removed.get(username) ?? Number.POSITIVE_INFINITY;
    const sentLate = sentAt > removedAt && !excused(effect, removedAt);
    const landsLate = method !== 'render' && sentAt <= removedAt && (appliedAt ?? 0) > removedAt;
    return sentLate || landsLate ? [`${method} by a user that was removed: ${key}`] : [];
  });

export const checkOrders = (
  histories: readonly AgentHistory[],
  gallery: SimulatedGallery,
  ordered: Ordered,
  excused: Excused,
): readonly string[] => [
  ...checkRetries(histories, ordered),
  ...checkAdoptions(histories),
  ...checkRemoved(gallery, excused),
];
