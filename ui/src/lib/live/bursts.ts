import type { Activity } from '@fleet/domain/read-models/api';

/** One line of the feed: an activity, and those of the same agent and kind right below it that it stands for. */
export type FeedLine = { activity: Activity; more: Activity[] };

/** Likes and visits come in runs; what people made or what went wrong is always shown on its own. */
const collapsing = new Set<Activity['kind']>(['like', 'browse', 'skipped']);
const withinMs = 120_000;

const continues = (before: Activity, activity: Activity) =>
  collapsing.has(activity.kind) &&
  activity.kind === before.kind &&
  activity.agentId === before.agentId &&
  Date.parse(before.recordedAt) - Date.parse(activity.recordedAt) <= withinMs;

/**
 * Folds runs of the same agent doing the same within two minutes into one line. From an activity named in `open` on,
 * a run is shown in full; what comes above it later is folded again.
 */
export function toLines(activities: readonly Activity[], open: ReadonlySet<string>): FeedLine[] {
  const lines: FeedLine[] = [];
  let whole = false;
  for (const activity of activities) {
    const last = lines.at(-1);
    const before = last?.more.at(-1) ?? last?.activity;
    const same = before !== undefined && continues(before, activity);
    whole = open.has(activity.id) || (whole && same);
    if (last && same && !whole) last.more.push(activity);
    else lines.push({ activity, more: [] });
  }
  return lines;
}

/** What must not be missed in a flood: first what went wrong, then what was made. */
const telling: readonly ReadonlySet<Activity['kind']>[] = [new Set(['rejected', 'unknown']), new Set(['post'])];

/** At most `most` of a batch that is too much to read: what went wrong, then posts, then of the rest every n-th, in their order. */
export function sample(batch: readonly Activity[], most: number): Activity[] {
  if (batch.length <= most) return [...batch];
  const kept = new Set<Activity>();
  for (const kinds of telling) {
    const room = most - kept.size;
    if (room > 0) for (const one of batch.filter(({ kind }) => kinds.has(kind)).slice(-room)) kept.add(one);
  }
  const rest = batch.filter((activity) => !kept.has(activity));
  const room = most - kept.size;
  for (let n = 0; n < room; n++) {
    const one = rest[Math.floor((n * rest.length) / room)];
    if (one) kept.add(one);
  }
  return batch.filter((activity) => kept.has(activity));
}
