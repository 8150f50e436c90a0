import type { System } from '@fleet/domain/read-models/system';
import { count, duration } from '#lib/format.ts';

type Service = NonNullable<System['services']>[number];
type Value = Service['figures'][string];
type Group = 'now' | 'since' | 'settings';
/** What a figure is called, where it belongs, how it is written, and when somebody should look at it. */
type Meaning = readonly [
  label: string,
  group: Group,
  write?: ((value: Value) => string) | undefined,
  bad?: (value: Value) => boolean,
];

export type Figure = { readonly name: string; readonly label: string; readonly text: string; readonly bad: boolean };

const decimals = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const yesNo = (value: Value) => (value ? 'yes' : 'no');
const ms = (value: Value) => duration(Number(value));
const msAgo = (value: Value) => `${duration(Number(value))} ago`;
const words = (yes: string, no: string) => (value: Value) => (value ? yes : no);
const some = (value: Value) => Number(value) > 0;
const over = (limit: number) => (value: Value) => Number(value) > limit;
const not = (value: Value) => value === false;
const is = (value: Value) => value === true;

/** As the actor has it: a text by hand, since each reason wants other words. */
const dropped = (why: string): Meaning => [`Dropped, ${why}`, 'since'];

/** What the services tell of themselves in their stats. */
const meanings: Readonly<Record<string, Readonly<Record<string, Meaning>>>> = {
  'fleet-actor': {
    inFlight: ['Ticks in hand', 'now'],
    parked: ['Ticks parked', 'now'],
    paused: ['Paused because', 'now'],
    minuteShared: ['Counts actions with the others', 'now', yesNo, not],
    ticks: ['Ticks taken', 'since'],
    errors: ['Ticks that failed', 'since'],
    'dropped.busy': dropped('agent busy'),
    'dropped.limit': dropped('limit reached'),
    'dropped.not_runnable': dropped('agent may not act'),
    'dropped.stale': dropped('too old'),
    'dropped.too_close': dropped('too soon after another'),
    'dropped.malformed': dropped('unreadable'),
    'dropped.abandoned': ['Given up', 'since'],
    writes: ['Writes to the gallery', 'settings'],
    llmProvider: ['Model’s provider', 'settings'],
    llmModel: ['Model', 'settings'],
    llmHost: ['Model’s host', 'settings'],
    imagesFree: ['Images are free', 'settings', yesNo],
    actionsPerAgentHour: ['Actions an hour, one agent', 'settings'],
    actionsPerMinute: ['Actions a minute, all agents', 'settings'],
  },
  'fleet-scheduler': {
    latenessP99Ms: ['Ticks late, worst 1 %', 'now', ms, over(1_000)],
    latenessP50Ms: ['Ticks late, half of them', 'now', ms],
    backlogMs: ['Behind by', 'now', ms, over(1_000)],
    planned: ['Agents planned', 'now'],
    agents: ['Agents known', 'now'],
    heldPartitions: ['Partitions held', 'now'],
    schedulers: ['Schedulers it sees', 'now'],
    leads: ['Holds the first partition', 'now', yesNo],
    inFlight: ['Ticks on their way', 'now'],
    jobsWaiting: ['Jobs not sent yet', 'now'],
    published: ['Ticks sent', 'since'],
    skipped: ['Moments skipped', 'since'],
    publishFailures: ['Sends that failed', 'since'],
    jobs: ['Jobs sent', 'since'],
    unreadableEvents: ['Unreadable events', 'since', undefined, some],
    rampMinutesPer50: ['Minutes for 50 agents to join', 'settings'],
  },
  'fleet-projector': {
    active: ['Role', 'now', words('projecting', 'standing by')],
    lagMs: ['Behind by', 'now', ms, over(10_000)],
    caughtUp: ['Caught up', 'now', yesNo],
    position: ['At event', 'now', (value) => count(Number(value))],
    storeReplaced: ['Event store was replaced', 'now', yesNo, is],
    lastUnreadableAgoMs: ['Last unreadable event', 'now', msAgo],
    events: ['Events projected', 'since'],
    batches: ['Batches', 'since'],
    unreadable: ['Unreadable events', 'since', undefined, some],
  },
  'fleet-gateway': {
    streams: ['Live streams', 'now'],
    ticksWaiting: ['Ticks waiting', 'now', undefined, over(1_000)],
    deadLetters: ['Given up', 'now'],
  },
};

/** What is read first, in this order. */
const headlines: Readonly<Record<string, readonly string[]>> = {
  'fleet-actor': ['inFlight', 'ticks', 'errors'],
  'fleet-scheduler': ['latenessP99Ms', 'planned', 'heldPartitions'],
  'fleet-projector': ['active', 'lagMs', 'events'],
  'fleet-gateway': ['streams', 'ticksWaiting', 'deadLetters'],
};
const groups: readonly (readonly [Group, string])[] = [
  ['now', 'Now'],
  ['since', 'Since its start'],
  ['settings', 'Set to'],
];

/** "lastLateMs" → "Last late": for figures of another version than this page's. */
const plainName = (name: string) => {
  const spaced = name
    .replace(/(Ms|S)$/, '')
    .replace(/[_.]/g, ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
};

const plainText = (name: string, value: Value): string => {
  if (typeof value === 'boolean') return yesNo(value);
  if (typeof value === 'string') return value;
  if (/Ms$/.test(name)) return duration(value);
  return Number.isInteger(value) ? count(value) : decimals.format(value);
};

/** Whether a figure has a name of its own here. */
export const isKnown = (service: string, name: string): boolean => meanings[service]?.[name] !== undefined;

const figureOf = (service: string, name: string, value: Value): Figure => {
  const [label, , write, bad] = meanings[service]?.[name] ?? [plainName(name), 'now'];
  return { name, label, text: write?.(value) ?? plainText(name, value), bad: bad?.(value) ?? false };
};

/** Three figures that say how an instance does; of a service unknown here, the first three. */
export const headlineOf = ({ name, figures }: Pick<Service, 'name' | 'figures'>): Figure[] =>
  (headlines[name] ?? Object.keys(figures).slice(0, 3)).flatMap((figure) => {
    const value = figures[figure];
    return value === undefined ? [] : [figureOf(name, figure, value)];
  });

/** Every figure that an instance tells, in the order of the list above, unknown ones last. */
export const groupsOf = ({ name, figures }: Pick<Service, 'name' | 'figures'>) => {
  const known = meanings[name] ?? {};
  const order = Object.keys(known);
  const place = (figure: string) => (figure in known ? order.indexOf(figure) : order.length);
  const told = Object.keys(figures).toSorted((a, b) => place(a) - place(b));
  return groups.flatMap(([group, title]) => {
    const mine = told.flatMap((figure) => {
      const value = figures[figure];
      return value === undefined || (known[figure]?.[1] ?? 'now') !== group ? [] : [figureOf(name, figure, value)];
    });
    return mine.length === 0 ? [] : [{ title, figures: mine }];
  });
};

/** Whether somebody should look at one of its figures. */
export const isOdd = (service: Pick<Service, 'name' | 'figures'>): boolean =>
  Object.entries(service.figures).some(([name, value]) => figureOf(service.name, name, value).bad);
