import { DRAFTS, isDraftRefused } from '@fleet/domain/activity/activity';
import type { Excused } from './check-pauses.ts';
import { type DraftStory, draftsOf, endOf } from './drafts-of-agents.ts';
import type { Fault } from './faults.ts';
import type { Effect, SimulatedGallery } from './gallery.ts';
import { type AgentHistory, stateOf } from './history-of-agents.ts';
import { SHORT_WAITS } from './outside.ts';

/** An actor hears of a configuration, sends what it appended before, and a call takes its time. */
const HEARD_AND_SENT_MS = 2_000 + SHORT_WAITS.sendWithinMs + 2_500;
/** Clocks of actors differ by less than half a second, and what was looked at is appended within seconds. */
const CLOCK_MS = 6_000;

/** How long after its expiry a draft may still be taken up by an actor that stood still, or whose clock was set back. */
const takenUpWithinMs = (faults: readonly Fault[]): number =>
  faults.reduce((most, fault) => {
    if (fault.kind === 'clock-jump' && fault.byMs < 0) return Number.POSITIVE_INFINITY;
    return fault.kind === 'freeze' || fault.kind === 'stall' ? most + fault.forMs : most;
  }, CLOCK_MS);

const checkDraft = (draft: DraftStory, posts: readonly Effect[], withinMs: number): readonly string[] => {
  const { draftId, title, words, tries, ends, expiresAt } = draft;
  const sent = posts.filter(({ subject }) => subject === title);
  const applied = sent.filter(({ appliedAt }) => appliedAt !== null);
  const [first] = words;
  const early = sent.filter(({ sentAt }) => !first?.approved || sentAt < first.at);
  const late = tries.filter(({ at }) => at > expiresAt + withinMs);
  const refusals = ends.filter(({ type, data }) => type === 'TickEnded' && isDraftRefused(data.outcome, data.code));
  const end = endOf(draft);
  return [
    ...(applied.length > 1 ? [`draft published ${applied.length} times: ${draftId}`] : []),
    ...(words.length > 1 ? [`${words.length} words on one draft: ${draftId}`] : []),
    ...(early.length > 0 ? [`draft sent without an operator's yes: ${draftId}`] : []),
    ...(late.length > 0 ? [`draft published after it expired: ${draftId}`] : []),
    ...(refusals.length > DRAFTS.triesMost ? [`draft tried ${refusals.length} times: ${draftId}`] : []),
    ...(end === 'published' && applied.length !== 1 ? [`draft said to be published, and is not: ${draftId}`] : []),
    ...(end !== 'published' && end !== 'unknown' && applied.length > 0 ? [`draft published untold: ${draftId}`] : []),
  ];
};

type Held = { readonly from: number; to: number };
/** When an agent was on hold, virtual ms. */
const holdsOf = ({ life }: AgentHistory): readonly Held[] => {
  const spans: Held[] = [];
  for (const { event, at } of life) {
    if (event.type !== 'AgentCreated' && event.type !== 'AgentReconfigured') continue;
    const last = spans.at(-1);
    const stands = last?.to === Number.POSITIVE_INFINITY;
    if (event.data.config.hold && !stands) spans.push({ from: at, to: Number.POSITIVE_INFINITY });
    if (!event.data.config.hold && stands && last) last.to = at;
  }
  return spans;
};

/** An agent on hold posts drafts alone. */
const checkHeld = (history: AgentHistory, posts: readonly Effect[], excused: Excused): readonly string[] => {
  const ofDrafts = new Set(draftsOf(history).map(({ title }) => title));
  const spans = holdsOf(history);
  return posts.flatMap((effect) => {
    const held = spans.find(
      ({ from, to }) => effect.sentAt > from + (from === 0 ? 0 : HEARD_AND_SENT_MS) && effect.sentAt < to,
    );
    if (!held || ofDrafts.has(effect.subject) || excused(effect, held.from)) return [];
    return [`posted by an agent on hold, without a yes: ${effect.key}`];
  });
};

/**
 * A draft is published once at most, and only after an operator's yes; one that was said no to or has expired never is;
 * what streams say of its end agrees with what the gallery holds.
 */
export const checkDrafts = (
  histories: readonly AgentHistory[],
  { effects }: SimulatedGallery,
  faults: readonly Fault[],
  excused: Excused,
): readonly string[] =>
  histories.flatMap((history) => {
    const posts = effects.filter(({ method, username }) => method === 'post' && username === history.username);
    return [
      ...draftsOf(history).flatMap((draft) => checkDraft(draft, posts, takenUpWithinMs(faults))),
      ...checkHeld(history, posts, excused),
    ];
  });

/** What drafts came to, by name: so that it can be told that a run came to everything. */
export const draftEnds = (histories: readonly AgentHistory[], endedAt: number): readonly string[] =>
  histories.flatMap((history) => {
    const state = stateOf(history.life);
    const isGone = state.exists && state.desired === 'deleted';
    return draftsOf(history).map((draft) => {
      const [word] = draft.words;
      const end = endOf(draft);
      if (end !== null) return `draft ${end}`;
      if (word && !word.approved) return 'draft said no to';
      if (isGone) return 'draft gone with its agent';
      if (draft.expiresAt < endedAt) return word ? 'draft approved and expired' : 'draft expired';
      return word ? 'draft approved' : 'draft waiting';
    });
  });
