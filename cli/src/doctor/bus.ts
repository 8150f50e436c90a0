import { BUCKETS, type Bus, CONSUMERS, connectBus, missingFeatures, STREAMS } from '@fleet/platform/bus';
import { ANCHOR_KEY, parseAnchor } from '@fleet/platform/clock';
import { openEventStore } from '@fleet/platform/eventstore';
import { silentLog, withoutPasswords } from '@fleet/platform/log';
import { type Finding, failed, ok, reasonOf, warning } from './finding.ts';

const answerWithinMs = 3_000;

/** The server, its version, JetStream, what must exist in it, and the clock that is kept there. */
export const checkBus = async (natsUrl: string): Promise<Finding[]> => {
  let bus: Bus;
  try {
    bus = await connectBus({ url: natsUrl, name: 'fleet-doctor', log: silentLog(), withinMs: answerWithinMs });
  } catch (error) {
    return [failed('NATS', reasonOf(error), 'start nats-server -js (npm start does), or set NATS_URL')];
  }
  try {
    const missing = missingFeatures(bus.serverVersion);
    return [
      ok('NATS', `nats-server ${bus.serverVersion} with JetStream at ${withoutPasswords(natsUrl)}`),
      ...(missing.length > 0 ? [ok('NATS version', `works without ${missing.join('; ')}`)] : []),
      await checkStreams(bus),
      await checkClock(bus),
    ];
  } catch (error) {
    return [failed('NATS', reasonOf(error), 'see the log of nats-server')];
  } finally {
    await bus.close();
  }
};

const checkStreams = async (bus: Bus): Promise<Finding> => {
  const wanted = [STREAMS.ticks, STREAMS.jobs, STREAMS.dead];
  const found = await Promise.all(wanted.map((stream) => bus.streamStatus(stream)));
  const absent = wanted.filter((_, index) => found[index] === null);
  if (absent.length > 0)
    return failed('streams', `${absent.join(', ')} missing`, 'start the services: each makes what is missing');
  const ticks = await bus.consumerStatus(STREAMS.ticks, CONSUMERS.ticks);
  const dead = found[2]?.messages ?? 0;
  const backlog = `${ticks?.pending ?? 0} ticks waiting, ${ticks?.ackPending ?? 0} under way`;
  if (ticks && ticks.pending > 0 && ticks.waiting === 0)
    return warning('streams', `${backlog}, and nobody takes them`, 'start an actor');
  if (dead > 0)
    return warning('streams', `${backlog}, ${dead} dead letters`, `look at them: nats stream view ${STREAMS.dead}`);
  return ok('streams', backlog);
};

const checkClock = async (bus: Bus): Promise<Finding> => {
  const entry = await bus
    .kv(BUCKETS.control)
    .then((kv) => kv.get(ANCHOR_KEY))
    .catch(() => null);
  const anchor = entry && parseAnchor(entry.value);
  if (!anchor) return warning('clock', 'not set yet', 'start the services: the first one sets it');
  const fleetMs = anchor.fleet + (Date.now() - anchor.wall) * anchor.scale;
  return ok('clock', `${new Date(fleetMs).toISOString()} at ${anchor.scale}× real time`);
};

export const checkEventStore = async (url: string): Promise<Finding> => {
  const fix = 'start it, or set EVENT_STORE_URL (nats://… or esdb://…)';
  try {
    const store = await openEventStore(url, { requestTimeoutMs: answerWithinMs });
    try {
      await store.ping();
      return ok('event store', withoutPasswords(url));
    } finally {
      await store.close();
    }
  } catch (error) {
    return failed('event store', reasonOf(error), fix);
  }
};
