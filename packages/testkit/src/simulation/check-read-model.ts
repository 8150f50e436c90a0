import type { Commit } from '@fleet/platform/eventstore';
import { readCommit } from '../../../../services/projector/src/projection/facts.ts';
import { foldCommits } from '../../../../services/projector/src/projection/fold.ts';
import type { DailyStat, MinuteStat } from '../../../../services/projector/src/projection/rows.ts';
import {
  emptyWorkingSet,
  needsOf,
  type WorkingSet,
} from '../../../../services/projector/src/projection/working-set.ts';
import { type DraftStory, draftsOf, endOf } from './drafts-of-agents.ts';
import { type AgentHistory, stateOf } from './history-of-agents.ts';
import type { Random } from './random.ts';

type Rows = Pick<WorkingSet, 'agents' | 'posts' | 'personas' | 'rhythms' | 'drafts'> & {
  readonly audit: Map<string, unknown>;
  readonly activities: Map<string, unknown>;
  readonly minutes: Map<string, MinuteStat>;
  readonly days: Map<string, DailyStat>;
  readonly humanPosts: Map<string, unknown>;
  readonly humanComments: Map<string, unknown>;
  readonly effectHours: Map<string, Sums>;
  readonly effectDays: Map<string, Sums>;
  readonly personDays: Map<string, unknown>;
  fleet: WorkingSet['fleet'];
  gallery: WorkingSet['changed']['gallery'];
};
/** Rows that a batch only adds to. */
type Sums = Readonly<Record<string, number | string>>;

const addTo = (rows: Map<string, Sums>, more: ReadonlyMap<string, Sums>): void => {
  for (const [key, added] of more) {
    const before = rows.get(key) ?? {};
    const sums = Object.entries(added).map(([field, value]) =>
      typeof value === 'number' ? [field, value + Number(before[field] ?? 0)] : [field, value],
    );
    rows.set(key, Object.fromEntries(sums));
  }
};
const LARGEST_BATCH = 40;
const nano = (usd: number) => Math.round(usd * 1e9) / 1e9;

/** A batch as the projector does it: reads the rows it needs and no others, folds, writes what has changed. */
const project = (rows: Rows, commits: readonly Commit[], wrong: string[]): void => {
  const facts = commits.map((commit) =>
    readCommit(commit, (recorded, reason) => wrong.push(`the projector cannot read ${recorded.type}: ${reason}`)),
  );
  const needs = needsOf(facts);
  const set = emptyWorkingSet();
  for (const id of needs.agents) set.agents.set(id, rows.agents.get(id) ?? null);
  for (const id of needs.posts) set.posts.set(id, rows.posts.get(id) ?? null);
  for (const id of needs.personas) set.personas.set(id, rows.personas.get(id) ?? null);
  for (const id of needs.rhythms) set.rhythms.set(id, rows.rhythms.get(id) ?? null);
  for (const id of needs.drafts) set.drafts.set(id, rows.drafts.get(id) ?? null);
  for (const id of needs.activities) if (rows.activities.has(id)) set.activities.add(id);
  for (const id of needs.humanPosts) if (rows.humanPosts.has(id)) set.humanPosts.add(id);
  for (const id of needs.humanComments) if (rows.humanComments.has(id)) set.humanComments.add(id);
  if (needs.fleet) set.fleet = rows.fleet;
  foldCommits(set, facts);
  const { changed } = set;
  for (const [id, row] of changed.agents) rows.agents.set(id, row);
  for (const [id, row] of changed.posts) rows.posts.set(id, row);
  for (const [id, row] of changed.personas) rows.personas.set(id, row);
  for (const [id, row] of changed.rhythms) rows.rhythms.set(id, row);
  for (const row of changed.audit) rows.audit.set(row.id, row);
  for (const [agentId, position] of changed.withoutDrafts)
    for (const [id, row] of rows.drafts)
      if (row?.agentId === agentId && (row.state === 'waiting' || row.state === 'approved'))
        rows.drafts.set(id, { ...row, state: 'expired', reason: 'its agent was deleted', position });
  for (const [id, row] of changed.drafts) rows.drafts.set(id, row);
  for (const row of changed.activities) rows.activities.set(row.id, row);
  for (const [key, more] of changed.minutes) {
    const before = rows.minutes.get(key) ?? { ...more, count: 0, costUsd: 0 };
    const costUsd = nano(before.costUsd + more.costUsd);
    rows.minutes.set(key, { ...before, count: before.count + more.count, costUsd });
  }
  for (const [key, more] of changed.days) {
    const before = rows.days.get(key) ?? { ...more, count: 0, inputTokens: 0, outputTokens: 0, costUsd: 0 };
    rows.days.set(key, {
      ...before,
      count: before.count + more.count,
      inputTokens: before.inputTokens + more.inputTokens,
      outputTokens: before.outputTokens + more.outputTokens,
      costUsd: nano(before.costUsd + more.costUsd),
    });
  }
  for (const row of changed.humanPosts) rows.humanPosts.set(row.id, row);
  for (const row of changed.humanComments) rows.humanComments.set(row.id, row);
  for (const [key, row] of changed.personDays) rows.personDays.set(key, row);
  addTo(rows.effectHours, changed.effectHours);
  addTo(rows.effectDays, changed.effectDays);
  if (changed.gallery) rows.gallery = changed.gallery;
  if (changed.fleet) rows.fleet = set.fleet;
};

const projectAll = (commits: readonly Commit[], nextBatch: () => number, wrong: string[]): Rows => {
  const nothing = { agents: new Map(), posts: new Map(), personas: new Map(), activities: new Map() };
  const more = { rhythms: new Map(), drafts: new Map(), audit: new Map() };
  const people = { humanPosts: new Map(), humanComments: new Map(), personDays: new Map() };
  const sums = { minutes: new Map(), days: new Map(), effectHours: new Map(), effectDays: new Map() };
  const rows: Rows = { ...nothing, ...more, ...people, ...sums, fleet: null, gallery: null };
  for (let at = 0; at < commits.length; ) {
    const size = nextBatch();
    project(rows, commits.slice(at, at + size), wrong);
    at += size;
  }
  return rows;
};

const textOf = (rows: Rows): string => {
  const tables = Object.entries(rows).map(([name, table]) => [name, table instanceof Map ? [...table].sort() : table]);
  return JSON.stringify(tables, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
};

/** What an operator is shown of a draft, by what the streams say of it. */
const shownAs = (draft: DraftStory, isGone: boolean): string => {
  const [word] = draft.words;
  const end = endOf(draft);
  if (end !== null) return end === 'published' ? 'published' : 'rejected';
  if (word && !word.approved) return 'rejected';
  if (isGone) return 'expired';
  return word ? 'approved' : 'waiting';
};

/** The table of drafts says what the streams say. */
const checkDraftRows = ({ drafts }: Rows, histories: readonly AgentHistory[]): readonly string[] =>
  histories.flatMap((history) => {
    const state = stateOf(history.life);
    const isGone = state.exists && (state.deleting || state.desired === 'deleted');
    return draftsOf(history).flatMap((draft) => {
      const [shown, is] = [drafts.get(draft.draftId)?.state, shownAs(draft, isGone)];
      return shown === is ? [] : [`draft shown as ${shown}, and it is ${is}: ${draft.draftId}`];
    });
  });

/**
 * The read model built at once from the start equals the one that was built as commits came, in batches of any size;
 * what it shows of drafts is so.
 */
export const checkReadModel = (
  commits: readonly Commit[],
  histories: readonly AgentHistory[],
  random: Random,
): readonly string[] => {
  const wrong: string[] = [];
  const live = projectAll(commits, () => 1 + random.int(LARGEST_BATCH), wrong);
  const rebuilt = projectAll(commits, () => commits.length, wrong);
  return [
    ...wrong,
    ...(textOf(live) === textOf(rebuilt) ? [] : ['the rebuilt read model is not the live one']),
    ...checkDraftRows(live, histories),
  ];
};
