import { saidBefore } from '@fleet/domain/content/diversity';
import { GUARDRAIL } from '@fleet/domain/content/verdict';
import { never } from '@fleet/domain/decision';
import type { GalleryEvent } from '@fleet/domain/gallery/gallery-events';
import type { ActivityFact, Fact } from './facts.ts';
import type { ActivityRow, EffectCounts } from './rows.ts';
import type { WorkingSet } from './working-set.ts';

const NOTHING: EffectCounts = {
  humanPosts: 0,
  humanComments: 0,
  humanLikes: 0,
  drawnComments: 0,
  drawnLikes: 0,
  posts: 0,
  comments: 0,
  likes: 0,
  turnedAway: 0,
};

const NAMES = Object.keys(NOTHING) as (keyof EffectCounts)[];

/** Adds to the hour and to the UTC day of a moment of wall time. */
const count = ({ changed }: WorkingSet, at: string, more: Partial<EffectCounts>): void => {
  const hour = `${at.slice(0, 13)}:00:00.000Z`;
  const day = at.slice(0, 10);
  const perHour = changed.effectHours.get(hour) ?? { ...NOTHING, hour };
  const perDay = changed.effectDays.get(day) ?? { ...NOTHING, day };
  for (const name of NAMES) {
    perHour[name] += more[name] ?? 0;
    perDay[name] += more[name] ?? 0;
  }
  changed.effectHours.set(hour, perHour);
  changed.effectDays.set(day, perDay);
};

const seen = (set: WorkingSet, at: string, personId: string): void => {
  const day = at.slice(0, 10);
  set.changed.personDays.set(`${day}|${personId}`, { day, personId });
};

/** Folds what people did: each post and comment once, likes as changes, at the hours of wall time they belong to. */
export const foldGallery = (set: WorkingSet, { event, recorded }: Fact<GalleryEvent>): void => {
  switch (event.type) {
    case 'HumanPosted': {
      const { postId: id, authorId, postedAt } = event.data;
      if (set.humanPosts.has(id)) return;
      set.humanPosts.add(id);
      set.changed.humanPosts.push({ id, authorId, postedAt });
      count(set, postedAt, { humanPosts: 1 });
      seen(set, postedAt, authorId);
      break;
    }
    case 'HumanCommented': {
      const { commentId: id, postId, authorId, commentedAt, on } = event.data;
      if (set.humanComments.has(id)) return;
      set.humanComments.add(id);
      set.changed.humanComments.push({ id, postId, authorId, on, commentedAt });
      count(set, commentedAt, { humanComments: 1, drawnComments: on === 'agent' ? 1 : 0 });
      seen(set, commentedAt, authorId);
      break;
    }
    case 'ReactionsObserved': {
      const { humanLikes, on } = event.data;
      const change = humanLikes.after - humanLikes.before;
      count(set, recorded.recordedAt, { humanLikes: change, drawnLikes: on === 'agent' ? change : 0 });
      break;
    }
    case 'GalleryObserved':
      set.changed.gallery = { observedAt: recorded.recordedAt, newestPostAt: event.data.newestPostAt };
      break;
    case 'GallerySummarized':
      break;
    default:
      never(event);
  }
};

/** What an agent did, in the same hours; in shadow nothing reaches the gallery. */
export const foldEffect = (set: WorkingSet, { kind, shadow, recordedAt }: ActivityRow): void => {
  if (shadow) return;
  if (kind === 'post') count(set, recordedAt, { posts: 1 });
  else if (kind === 'comment') count(set, recordedAt, { comments: 1 });
  else if (kind === 'like') count(set, recordedAt, { likes: 1 });
};

type Outcome = Extract<ActivityFact, { type: 'EffectSucceeded' | 'EffectFailed' }>;

/** The words of an attempt that were turned down for good, or to be mended; none where they could not be judged. */
const turnedDown = (event: Outcome) => {
  if (event.type === 'EffectFailed') return event.data.code === GUARDRAIL ? event.data.wrote : undefined;
  return event.data.result.step === 'compose' ? event.data.result.rejected : undefined;
};

/** Counts words that agents were kept from saying because they, or nearly they, were said before; in shadow too. */
export const foldTurnedAway = (set: WorkingSet, event: Outcome, recordedAt: string): void => {
  if (saidBefore(turnedDown(event)?.verdicts ?? [])) count(set, recordedAt, { turnedAway: 1 });
};
