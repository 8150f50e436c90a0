import { decodeGalleryEvent, encode } from '@fleet/domain/codec';
import type { GalleryEvent } from '@fleet/domain/gallery/gallery-events';
import {
  evolveGallery,
  type GalleryState,
  gallerySnapshot,
  gallerySummaryDue,
  initialGallery,
  restoreGallery,
} from '@fleet/domain/gallery/gallery-state';
import { factId, STREAM } from '@fleet/domain/identity';
import type { Clock } from '@fleet/platform/clock';
import type { EventStore } from '@fleet/platform/eventstore';

/** What observing remembers, as of a revision of `gallery-main`; -1: nothing was ever written. */
export type FoldedGallery = { readonly state: GalleryState; readonly revision: number };

/** Reads backwards to the newest summary, then folds forwards. An event of a newer version is passed over. */
export const foldGallery = async (events: EventStore): Promise<FoldedGallery> => {
  const later: { event: GalleryEvent; recordedAt: string }[] = [];
  let state = initialGallery;
  let revision = -1;
  for await (const recorded of events.read(STREAM.gallery, { direction: 'backwards' })) {
    if (revision < 0) revision = recorded.revision;
    const decoded = decodeGalleryEvent(recorded);
    if (decoded.kind === 'unreadable') continue;
    const { event } = decoded;
    const summary = event.type === 'GallerySummarized' ? restoreGallery(event.data.state) : null;
    if (summary) {
      state = summary;
      break;
    }
    later.push({ event, recordedAt: recorded.recordedAt });
  }
  for (const { event, recordedAt } of later.reverse()) state = evolveGallery(state, event, { recordedAt });
  return { state, revision };
};

/** A person's post or comment is the same fact whoever states it; the rest is one run's. */
const idOf = (event: GalleryEvent, runId: string): string => {
  switch (event.type) {
    case 'HumanPosted':
      return factId(event.type, event.data.postId);
    case 'HumanCommented':
      return factId(event.type, event.data.commentId);
    case 'ReactionsObserved':
      return factId(event.type, event.data.postId, runId);
    case 'GalleryObserved':
    case 'GallerySummarized':
      return factId(event.type, runId);
    default:
      return event satisfies never;
  }
};

/**
 * Appends a run's events, with a summary where one is due, at exactly the folded revision.
 * `conflict`: another run was quicker, and has told what this one would.
 * @throws EventStoreError `unavailable`
 */
export const appendRun = async (
  { state, revision }: FoldedGallery,
  run: readonly GalleryEvent[],
  runId: string,
  { events, clock }: { readonly events: EventStore; readonly clock: Clock },
): Promise<'appended' | 'conflict'> => {
  const recordedAt = new Date(clock.wallNow()).toISOString();
  const after = run.reduce((sum, event) => evolveGallery(sum, event, { recordedAt }), state);
  const summary: readonly GalleryEvent[] = gallerySummaryDue(after)
    ? [{ type: 'GallerySummarized', data: { state: gallerySnapshot(after) } }]
    : [];
  const envelope = { occurredAtMs: clock.fleetNow(), correlationId: runId, causationId: null, traceparent: null };
  const encoded = [...run, ...summary].map((event) => encode(event, { ...envelope, id: idOf(event, runId) }));
  const result = await events.append(STREAM.gallery, encoded, revision < 0 ? 'noStream' : revision);
  return result.kind === 'appended' ? 'appended' : 'conflict';
};
