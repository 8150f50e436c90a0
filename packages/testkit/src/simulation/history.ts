import './plain-signals.ts';
import { castOf } from './cast.ts';
import { checkDrafts } from './check-drafts.ts';
import { checkFacts, checkOnce } from './check-effects.ts';
import { checkMoney } from './check-money.ts';
import { checkOrders } from './check-orders.ts';
import { checkPauses, couldNotHear, type Excused } from './check-pauses.ts';
import { checkPeople } from './check-people.ts';
import { checkReadModel } from './check-read-model.ts';
import { checkBounded, checkEnds, checkLedger, checkQueue, heldForGood } from './check-ticks.ts';
import { DISTURBED_MS, drawFaults, type Fault } from './faults.ts';
import { openGateways } from './gateways.ts';
import { ALL_GUARDS, type Guards } from './guards.ts';
import { historiesOf } from './history-of-agents.ts';
import { openOperator } from './operator.ts';
import { scheduleOrders } from './orders.ts';
import { openOutside, SHORT_WAITS } from './outside.ts';
import { schedulePeople } from './people.ts';
import { randomOf } from './random.ts';
import { openServices } from './services.ts';
import { statesOf } from './states.ts';
import { scheduleFaults } from './timetable-of-faults.ts';
import { isStopped, unfinished } from './unfinished.ts';
import { finish, observePeople } from './winding-down.ts';

export type HistoryResult = {
  readonly seed: number;
  readonly faults: readonly Fault[];
  /** Empty: everything held that has to. */
  readonly violations: readonly string[];
  /** The same seed and faults give the same one. */
  readonly fingerprint: string;
  /** Crash points passed, and those where a process was killed, as `<label>:<step>`. */
  readonly reached: readonly string[];
  readonly struck: readonly string[];
  /** Events and ends of ticks that came about. */
  readonly states: readonly string[];
  readonly hits: Readonly<Record<string, number>>;
  readonly effects: number;
  readonly ticks: number;
  /** Reservations that nobody settled. */
  readonly heldForGood: number;
  readonly tasks: number;
};

export type HistoryOptions = {
  /** Default: drawn by the seed. */
  readonly faults?: readonly Fault[];
  readonly guards?: Guards;
  /** Hears every step. */
  readonly tell?: (line: string) => void;
};

/** Everything has to have come to its end by then. Virtual ms. */
const LIMIT_MS = 1_200_000;
const QUIET_FOR_MS = SHORT_WAITS.settleMs + 1_000;

/** Share of agents with a memory so long that it is summarized in the course of the history. */
const HAVE_A_PAST = 0.2;

/** Runs one history to its end: disturbed for a while, then let be until all is quiet, then looked at. */
export const runHistory = async (seed: number, options: HistoryOptions = {}): Promise<HistoryResult> => {
  const faults = options.faults ?? drawFaults(randomOf(seed, 'faults'));
  const outside = openOutside(seed, faults, options.guards ?? ALL_GUARDS, options.tell ?? null);
  const { time, desk, chance, gallery, queue, events } = outside;
  const services = openServices(outside);
  const operator = openOperator(outside);
  const gateways = openGateways(outside);

  const cast = castOf(randomOf(seed, 'cast'));
  const past = randomOf(seed, 'past');
  await operator.persona(cast);
  const agents = new Map<string, string>();
  for (const member of cast.members)
    agents.set(member.username, await operator.agent(member, cast, past.chance(HAVE_A_PAST)));
  for (let i = 0; i < 2; i++) services.open('actor', i);
  for (let i = 0; i < 1 + chance.int(2); i++) services.open('scheduler', i);

  const told = scheduleFaults(faults, outside, services, operator);
  const ordered = scheduleOrders(outside, gateways, cast, agents);
  schedulePeople(outside);

  await time.run(() => time.now() >= DISTURBED_MS, LIMIT_MS);
  desk.close();
  services.wake();
  await finish(outside, services, operator, agents, told, ordered, LIMIT_MS);
  services.retireSchedulers();
  // What was begun to go wrong goes right again by itself, at the latest after the longest fault.
  let quietSince = time.now();
  const isQuiet = () => {
    if (queue.unfinished().length > 0 || openTicks() > 0) quietSince = time.now();
    return time.now() - quietSince > QUIET_FOR_MS;
  };
  const openTicks = () =>
    [...agents.values()].filter((agentId) => {
      const last = events.store.stream(`activity-${agentId}`).findLast(({ type }) => TICK_BOUNDS.has(type));
      return last?.type === 'TickAccepted';
    }).length;
  const ended = await time.run(isQuiet, LIMIT_MS);
  const observed = await observePeople(outside, LIMIT_MS);
  services.close();
  gateways.close();

  const histories = historiesOf(events, agents);
  const excused: Excused = ({ by, sentAt }, since) => couldNotHear(told)(by, since, sentAt);
  const violations = [
    ...(ended === 'limit' ? ['it never became quiet'] : []),
    ...checkOnce(gallery, outside.model),
    ...checkFacts(histories, gallery),
    ...checkEnds(histories),
    ...checkBounded(histories),
    ...checkQueue(queue),
    ...checkLedger(histories, outside.ledger),
    ...checkMoney(outside.ledger, gallery, outside.model),
    ...checkPauses(outside, told, histories),
    ...checkDrafts(histories, gallery, faults, excused),
    ...checkOrders(histories, gallery, ordered, excused),
    ...(observed ? checkPeople(outside, histories) : ['people were not observed in the end']),
    ...(isStopped(outside) ? [] : unfinished(outside, agents)),
    ...checkReadModel(events.store.commits, histories, randomOf(seed, 'batches')),
    ...outside.thrown,
  ];
  const all = histories.flatMap((history) => history.events);
  return {
    seed,
    faults,
    violations,
    fingerprint: time.fingerprint(),
    reached: [...desk.reached],
    struck: [...desk.struck],
    states: statesOf(outside, histories),
    hits: Object.fromEntries(desk.hits),
    effects: gallery.effects.filter(({ appliedAt }) => appliedAt !== null).length,
    ticks: all.filter(({ type }) => type === 'TickAccepted').length,
    heldForGood: heldForGood(histories, outside.ledger),
    tasks: time.tasks(),
  };
};

const TICK_BOUNDS: ReadonlySet<string> = new Set(['TickAccepted', 'TickEnded', 'TickAbandoned']);
