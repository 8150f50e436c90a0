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
  const violations: string[] = [];
  const effects = calls.filter(({ effect }) => WRITES.test(effect ?? ''));
  for (const [step, made] of Map.groupBy(effects, stepOf))
    if (made.length > 1) violations.push(`${step} took effect ${made.length} times: ${made.map((c) => c.effect)}`);
  for (const { agent, effect } of effects)
    if (effect?.startsWith('unlike:')) violations.push(`${agent} took a like back: ${effect}`);

  let ticks = 0;
  let untold = 0;
  for (const { username, events } of stories) {
    const accepted = events.flatMap((event) => (event.type === 'TickAccepted' ? [event.data.tickId] : []));
    ticks += accepted.length;
    for (const tickId of new Set(accepted)) {
      const of = events.filter((event) => 'tickId' in event.data && event.data.tickId === tickId);
      const ends = of.filter(({ type }) => type === 'TickEnded' || type === 'TickAbandoned').length;
      if (ends !== 1) violations.push(`${tickId} of ${username} has ${ends} ends`);
    }
    if (new Set(accepted).size !== accepted.length) violations.push(`${username} accepted a tick twice`);
    const facts = new Set(events.flatMap((event) => factOf(event) ?? []));
    const made = new Set(
      effects.flatMap(({ agent, effect }) => (agent === username && effect && GALLERY.test(effect) ? [effect] : [])),
    );
    for (const fact of facts) if (!made.has(fact)) violations.push(`${username} says ${fact}, the gallery does not`);
    const openEnded = events.filter(({ type }) => type === 'EffectUnknown' || type === 'TickAbandoned').length;
    const unsaid = [...made].filter((effect) => !facts.has(effect));
    untold += unsaid.length;
    if (unsaid.length > openEnded) violations.push(`the gallery has ${unsaid} of ${username}, its stream does not`);
  }
  return { violations, ticks, effects: effects.length, untold };
};
