import type { ActivityEvent } from '@fleet/domain/activity/activity-events';
import { never } from '@fleet/domain/decision';

/** A line of the gallery's own call log. */
export type Call = {
  readonly agent: string | null;
  readonly effect: string | null;
  readonly idempotencyKey: string | null;
};
export type Story = { readonly username: string; readonly events: readonly ActivityEvent[] };
export type Findings = {
  /** Each a sentence; empty when everything held. */
  readonly violations: readonly string[];
  /** Steps with more than one effect, likes taken back, ticks accepted twice. */
  readonly duplicates: number;
  /** Ticks without their one end, and what gallery and streams do not agree on. */
  readonly lost: number;
  readonly ticks: number;
  readonly effects: number;
  /** Effects that the streams say cannot be told, or gave up with their tick. */
  readonly untold: number;
};

const WRITES = /^(post|comment|like|unlike|workflow):/;
const GALLERY = /^(post|comment|like):/;

const factOf = (event: ActivityEvent): string | null => {
  switch (event.type) {
    case 'PostPublished':
      return `post:${event.data.postId}`;
    case 'CommentLeft':
      return `comment:${event.data.commentId}`;
    case 'PostLiked':
      return `like:${event.data.postId}`;
    case 'PostDrafted':
    case 'TickAccepted':
    case 'FeedBrowsed':
    case 'EffectAttempted':
    case 'EffectSucceeded':
    case 'EffectFailed':
    case 'EffectUnknown':
    case 'TickEnded':
    case 'TickAbandoned':
    case 'TickSkipped':
    case 'MemorySummarized':
      return null;
    default:
      return never(event);
  }
};

/** Of an attempt's key `<agent>.<due>.<step>.<n>`: all tries of one step are one. */
const stepOf = ({ idempotencyKey, agent, effect }: Call): string =>
  idempotencyKey?.split('.').slice(0, 3).join('.') ?? `${agent}: ${effect}`;

/**
 * At most one effect per step by the gallery's log, exactly one end per accepted tick, and facts in the streams equal
 * to effects in the gallery unless a stream says that its effect cannot be told.
 */
export const check = (stories: readonly Story[], calls: readonly Call[]): Findings => {
  const doubled: string[] = [];
  const lost: string[] = [];
  // Calls of the service itself (the probe of a paused platform) belong to nobody's tick.
  const effects = calls.filter(({ agent, effect }) => agent !== null && WRITES.test(effect ?? ''));
  for (const [step, made] of Map.groupBy(effects, stepOf))
    if (made.length > 1) doubled.push(`${step} took effect ${made.length} times: ${made.map((c) => c.effect)}`);
  for (const { agent, effect } of effects)
    if (effect?.startsWith('unlike:')) doubled.push(`${agent} took a like back: ${effect}`);

  const madeBy = Map.groupBy(effects, ({ agent }) => agent);
  let ticks = 0;
  let untold = 0;
  for (const { username, events } of stories) {
    const accepted = events.flatMap((event) => (event.type === 'TickAccepted' ? [event.data.tickId] : []));
    const ends = new Map<string, number>();
    for (const { type, data } of events)
      if (type === 'TickEnded' || type === 'TickAbandoned') ends.set(data.tickId, (ends.get(data.tickId) ?? 0) + 1);
    ticks += accepted.length;
    for (const tickId of new Set(accepted)) {
      const count = ends.get(tickId) ?? 0;
      if (count !== 1) lost.push(`${tickId} of ${username} has ${count} ends`);
    }
    if (new Set(accepted).size !== accepted.length) doubled.push(`${username} accepted a tick twice`);
    const facts = new Set(events.flatMap((event) => factOf(event) ?? []));
    const made = new Set(
      (madeBy.get(username) ?? []).flatMap(({ effect }) => (effect && GALLERY.test(effect) ? [effect] : [])),
    );
    for (const fact of facts) if (!made.has(fact)) lost.push(`${username} says ${fact}, the gallery does not`);
    const openEnded = events.filter(({ type }) => type === 'EffectUnknown' || type === 'TickAbandoned').length;
    const unsaid = [...made].filter((effect) => !facts.has(effect));
    untold += unsaid.length;
    if (unsaid.length > openEnded) lost.push(`the gallery has ${unsaid} of ${username}, its stream does not`);
  }
  const violations = [...doubled, ...lost];
  return { violations, duplicates: doubled.length, lost: lost.length, ticks, effects: effects.length, untold };
};
