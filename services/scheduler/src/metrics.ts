import { Counter, Gauge, Histogram, type Registry } from '@fleet/platform/telemetry';

export const SKIP_REASONS = ['stale', 'not_allowed'] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

export type SchedulerMetrics = {
  /** A tick is in the stream. `lateMs`: wall time between its moment and its sending. */
  published(lateMs: number): void;
  skipped(count: number, reason: SkipReason): void;
  publishFailed(): void;
  jobPublished(kind: string): void;
  unreadableEvent(): void;
  cursorsStored(stored: boolean): void;
  state(now: {
    heldPartitions: number;
    schedulers: number;
    planned: number;
    agents: number;
    inFlight: number;
    backlogMs: number;
  }): void;
  /** For the micro service's stats. */
  snapshot(): Readonly<Record<string, number>>;
  /** What of these figures an operator should know. */
  lately(): { readonly staleSkips: boolean; readonly cursorsNotStored: boolean };
};

const LATENESS_S = [0.001, 0.002, 0.005, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 120];
const RECENT = 1_024;
/** Skipped moments stay a problem for so long; storing the cursors may fail for so long before it is one. */
const STALE_SKIPS_TOLD_MS = 5 * 60_000;
const CURSORS_NOT_STORED_MS = 10_000;

const quantile = (sorted: readonly number[], q: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;

export const createMetrics = (registry: Registry, monotonicNow = () => performance.now()): SchedulerMetrics => {
  const registers = [registry];
  const lateness = new Histogram({
    name: 'fleet_tick_lateness_seconds',
    help: 'Wall time between a due moment and the sending of its tick.',
    buckets: LATENESS_S,
    registers,
  });
  const published = new Counter({ name: 'fleet_ticks_published_total', help: 'Ticks published.', registers });
  const skipped = new Counter({
    name: 'fleet_ticks_skipped_total',
    help: 'Due moments without a tick: too old, or the agent may not act after all.',
    labelNames: ['reason'],
    registers,
  });
  const failed = new Counter({ name: 'fleet_tick_publish_failures_total', help: 'Failed tries.', registers });
  const jobs = new Counter({
    name: 'fleet_jobs_published_total',
    help: 'Jobs published.',
    labelNames: ['kind'],
    registers,
  });
  const unreadable = new Counter({
    name: 'fleet_events_unreadable_total',
    help: 'Events this version cannot read.',
    registers,
  });
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const held = gauge('fleet_partitions_held', 'Partitions this scheduler publishes for.');
  const schedulers = gauge('fleet_schedulers_known', 'Schedulers that share the partitions, as this one sees them.');
  const planned = gauge('fleet_agents_planned', 'Running agents whose next moment is known.');
  const agents = gauge('fleet_agents_known', 'Agents known, deleted ones too.');
  const inFlight = gauge('fleet_ticks_in_flight', 'Ticks sent and not acknowledged.');
  const backlog = gauge('fleet_tick_backlog_seconds', 'Wall time by which the earliest unsent moment is late.');

  const totals: Record<string, number> = { published: 0, skipped: 0, publishFailures: 0, jobs: 0, unreadableEvents: 0 };
  const now: Record<string, number> = {};
  const add = (name: string, count = 1) => {
    totals[name] = (totals[name] ?? 0) + count;
  };
  const recent: number[] = [];
  let place = 0;
  let staleSkipMs = Number.NEGATIVE_INFINITY;
  let storingFailsSince: number | null = null;

  return {
    published: (lateMs) => {
      lateness.observe(Math.max(0, lateMs) / 1_000);
      published.inc();
      add('published');
      recent[place] = lateMs;
      place = (place + 1) % RECENT;
    },
    skipped: (count, reason) => {
      if (count === 0) return;
      skipped.inc({ reason }, count);
      if (reason === 'stale') staleSkipMs = monotonicNow();
      add('skipped', count);
    },
    publishFailed: () => {
      failed.inc();
      add('publishFailures');
    },
    jobPublished: (kind) => {
      jobs.inc({ kind });
      add('jobs');
    },
    unreadableEvent: () => {
      unreadable.inc();
      add('unreadableEvents');
    },
    cursorsStored: (stored) => {
      storingFailsSince = stored ? null : (storingFailsSince ?? monotonicNow());
    },
    lately: () => ({
      staleSkips: monotonicNow() - staleSkipMs < STALE_SKIPS_TOLD_MS,
      cursorsNotStored: storingFailsSince !== null && monotonicNow() - storingFailsSince > CURSORS_NOT_STORED_MS,
    }),
    state: (values) => {
      held.set(values.heldPartitions);
      schedulers.set(values.schedulers);
      planned.set(values.planned);
      agents.set(values.agents);
      inFlight.set(values.inFlight);
      backlog.set(values.backlogMs / 1_000);
      Object.assign(now, values);
    },
    snapshot: () => {
      const sorted = [...recent].sort((a, b) => a - b);
      return { ...totals, ...now, latenessP50Ms: quantile(sorted, 0.5), latenessP99Ms: quantile(sorted, 0.99) };
    },
  };
};
