import { refusedAgentOf } from './audit-entry.ts';
import type { CommitFacts } from './facts.ts';
import type {
  ActivityRow,
  AgentRow,
  AuditRow,
  DailyStat,
  DailyUsage,
  DraftRow,
  EffectDay,
  EffectHour,
  FleetRow,
  GalleryRow,
  GapBin,
  HourStat,
  HumanCommentRow,
  HumanPostRow,
  MinuteStat,
  PersonaRow,
  PersonDay,
  PostRow,
  QuarterStat,
  RhythmRow,
} from './rows.ts';

/** Rows a batch reads before it can be folded. */
export type Needs = {
  readonly agents: ReadonlySet<string>;
  readonly posts: ReadonlySet<string>;
  readonly activities: ReadonlySet<string>;
  readonly personas: ReadonlySet<string>;
  readonly drafts: ReadonlySet<string>;
  readonly humanPosts: ReadonlySet<string>;
  readonly humanComments: ReadonlySet<string>;
  /** Agents whose rhythm goes on. */
  readonly rhythms: ReadonlySet<string>;
  readonly fleet: boolean;
};

/** The rows a batch works on; `changed` are what it writes. Null: looked for and not there. */
export type WorkingSet = {
  readonly agents: Map<string, AgentRow | null>;
  readonly posts: Map<string, PostRow | null>;
  readonly personas: Map<string, PersonaRow | null>;
  readonly rhythms: Map<string, RhythmRow | null>;
  readonly drafts: Map<string, DraftRow | null>;
  /** Ids of activities that exist. */
  readonly activities: Set<string>;
  /** Ids of people's posts and comments that are known. */
  readonly humanPosts: Set<string>;
  readonly humanComments: Set<string>;
  fleet: FleetRow | null;
  readonly changed: {
    readonly agents: Map<string, AgentRow>;
    readonly posts: Map<string, PostRow>;
    readonly personas: Map<string, PersonaRow>;
    readonly drafts: Map<string, DraftRow>;
    /** Agents whose unpublished drafts are none any more, and the position of the order to delete them. */
    readonly withoutDrafts: Map<string, bigint>;
    readonly activities: ActivityRow[];
    readonly minutes: Map<string, MinuteStat>;
    readonly days: Map<string, DailyStat>;
    readonly humanPosts: HumanPostRow[];
    readonly humanComments: HumanCommentRow[];
    readonly effectHours: Map<string, EffectHour>;
    readonly effectDays: Map<string, EffectDay>;
    readonly personDays: Map<string, PersonDay>;
    gallery: GalleryRow | null;
    readonly hours: Map<string, HourStat>;
    readonly quarters: Map<string, QuarterStat>;
    readonly usage: Map<string, DailyUsage>;
    readonly gapBins: Map<string, GapBin>;
    readonly rhythms: Map<string, RhythmRow>;
    readonly audit: AuditRow[];
    fleet: boolean;
  };
};

/** A tick that was not accepted may still be, later: its skip must not take the place of its end. */
export const skippedId = (tickId: string): string => `${tickId}.skipped`;

export const needsOf = (commits: readonly CommitFacts[]): Needs => {
  const agents = new Set<string>();
  const posts = new Set<string>();
  const activities = new Set<string>();
  const personas = new Set<string>();
  const drafts = new Set<string>();
  const humanPosts = new Set<string>();
  const humanComments = new Set<string>();
  const rhythms = new Set<string>();
  let fleet = false;
  for (const commit of commits) {
    if (commit.category === 'agent') {
      agents.add(commit.id);
      for (const { event } of commit.facts)
        if (event.type === 'DraftApproved' || event.type === 'DraftRejected') drafts.add(event.data.draftId);
    }
    if (commit.category === 'persona') personas.add(commit.id);
    if (commit.category === 'gallery')
      for (const { event } of commit.facts) {
        if (event.type === 'HumanPosted') humanPosts.add(event.data.postId);
        else if (event.type === 'HumanCommented') humanComments.add(event.data.commentId);
      }
    if (commit.category === 'fleet') {
      fleet = true;
      // The audit names whom a refused command was meant for.
      for (const { event } of commit.facts) {
        const agentId = refusedAgentOf(event);
        if (agentId !== null) agents.add(agentId);
      }
    }
    if (commit.category !== 'activity') continue;
    agents.add(commit.id);
    for (const { event } of commit.facts) {
      if (event.type === 'TickSkipped') activities.add(skippedId(event.data.tickId));
      else if (event.type === 'TickEnded' || event.type === 'TickAbandoned') {
        activities.add(event.data.tickId);
        rhythms.add(commit.id);
        if (event.data.draftId !== undefined) drafts.add(event.data.draftId);
      } else if (event.type === 'PostDrafted') drafts.add(event.data.tickId);
      else if ('postId' in event.data) posts.add(event.data.postId);
    }
  }
  return { agents, posts, activities, personas, drafts, humanPosts, humanComments, rhythms, fleet };
};

export const emptyWorkingSet = (): WorkingSet => ({
  agents: new Map(),
  posts: new Map(),
  personas: new Map(),
  rhythms: new Map(),
  drafts: new Map(),
  activities: new Set(),
  humanPosts: new Set(),
  humanComments: new Set(),
  fleet: null,
  changed: {
    agents: new Map(),
    posts: new Map(),
    personas: new Map(),
    drafts: new Map(),
    withoutDrafts: new Map(),
    activities: [],
    minutes: new Map(),
    days: new Map(),
    humanPosts: [],
    humanComments: [],
    effectHours: new Map(),
    effectDays: new Map(),
    personDays: new Map(),
    gallery: null,
    hours: new Map(),
    quarters: new Map(),
    usage: new Map(),
    gapBins: new Map(),
    rhythms: new Map(),
    audit: [],
    fleet: false,
  },
});
