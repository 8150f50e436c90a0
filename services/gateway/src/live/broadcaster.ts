import type { Fleet } from '@fleet/domain/read-models/api';
import type { Clock } from '@fleet/platform/clock';
import type { ReadDb } from '../read/tables.ts';
import { type Changes, readChanges } from './changes.ts';
import type { StreamClient } from './client.ts';
import { changeFrames, fleetFrame, heartbeat, mark, resetFrame } from './frames.ts';

export const MAX_STREAMS = 20;
const POLL_MS = 2_000;
const HEARTBEAT_MS = 15_000;
/** A client that has not read for so long is cut off: a browser that lives comes back by itself, where it was. */
const BEHIND_FOR_MS = 20_000;
/** The fleet's totals take a few queries: not more often than this, however fast batches come. */
const FLEET_EVERY_MS = 1_000;

export type BroadcasterDeps = {
  readonly db: ReadDb;
  readonly clock: Clock;
  readonly readFleet: () => Promise<Fleet>;
  readonly warn: (what: object, message: string) => void;
};

export type Broadcaster = {
  /** False: there are too many streams already. */
  join(client: StreamClient): boolean;
  leave(client: StreamClient): void;
  closeSession(sessionId: string): void;
  /** There is something new: read now rather than at the next two seconds. */
  wake(): void;
  /** The fleet's own state changed: tell it at once. */
  wakeFleet(): void;
  readonly streams: () => number;
  /** Streams that do not keep up. */
  readonly behind: () => number;
  /** Reads and tells until the signal aborts, then ends every stream. */
  run(signal: AbortSignal): Promise<void>;
};

/**
 * One reader for all streams of this gateway: what is new is read once and written to each. A client that joins is
 * first given what it missed, in the same loop, so that nothing falls between. So is one that does not keep up, when it
 * has read: everything it missed in one piece, each agent once.
 */
export const broadcaster = ({ db, clock, readFleet, warn }: BroadcasterDeps): Broadcaster => {
  const clients = new Set<StreamClient>();
  let position: bigint | null = null;
  let fleetAt = Number.NEGATIVE_INFINITY;
  let heartbeatAt = 0;
  let fleetIsDue = false;
  let woken = false;
  let wakeUp: () => void = () => {};

  const wake = () => {
    woken = true;
    wakeUp();
  };
  const tell = (frames: string, to: Iterable<StreamClient>) => {
    for (const client of to) if (!client.send(frames)) clients.delete(client);
  };

  /** What a client has missed; a position from another history, or from the future, cannot be followed. */
  const catchUp = async (client: StreamClient, now: bigint) => {
    if (client.after === null) tell(mark(now), [client]);
    else if (client.after > now) tell(resetFrame(now, 'unknown_position'), [client]);
    else if (client.after < now) {
      const changes = await readChanges(db, client.after, clock.wallNow());
      tell(changes.position < now ? resetFrame(now, 'unknown_position') : changeFrames(upTo(changes, now)), [client]);
    }
    client.joined = true;
    client.behindSince = null;
  };

  /** Lets clients that have not read yet read first; `told`: what everyone has been told up to. */
  const waitForSlow = (told: bigint | null, now: number) => {
    for (const client of clients) {
      if (!client.busy()) continue;
      if (client.joined) client.after = told;
      client.joined = false;
      client.behindSince ??= now;
      if (now - client.behindSince < BEHIND_FOR_MS) continue;
      client.cutOff();
      clients.delete(client);
    }
  };
  const reading = () => [...clients].filter((client) => !client.busy());

  const step = async () => {
    const before = position;
    waitForSlow(before, clock.monotonicNow());
    const joined = [...clients].filter((client) => client.joined);
    const joining = [...clients].filter((client) => !client.joined && !client.busy());
    const changes = await readChanges(db, before ?? MAX_POSITION, clock.wallNow());
    position = changes.position;
    const moved = before === null || position > before;
    if (before !== null && position > before) tell(changeFrames(changes), joined);
    // A rebuilt or restored read model begins again: what was told may never come back.
    if (before !== null && position < before) tell(resetFrame(position, 'unknown_position'), joined);
    for (const client of joining) await catchUp(client, position);
    const now = clock.monotonicNow();
    if (fleetIsDue || joining.length > 0 || now - fleetAt >= POLL_MS || (moved && now - fleetAt >= FLEET_EVERY_MS)) {
      fleetIsDue = false;
      fleetAt = now;
      tell(fleetFrame(await readFleet()), reading());
    }
    if (now - heartbeatAt >= HEARTBEAT_MS) {
      heartbeatAt = now;
      tell(heartbeat, reading());
    }
  };

  const wait = (signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        wakeUp = () => {};
        resolve();
      };
      const timer = setTimeout(done, POLL_MS);
      signal.addEventListener('abort', done, { once: true });
      wakeUp = done;
      if (woken || signal.aborted) done();
    });

  return {
    join: (client) => {
      if (clients.size >= MAX_STREAMS) return false;
      clients.add(client);
      wake();
      return true;
    },
    leave: (client) => {
      clients.delete(client);
    },
    closeSession: (sessionId) => {
      for (const client of clients) if (client.sessionId === sessionId) client.end();
    },
    wake,
    wakeFleet: () => {
      fleetIsDue = true;
      wake();
    },
    streams: () => clients.size,
    behind: () => [...clients].filter(({ behindSince }) => behindSince !== null).length,
    run: async (signal) => {
      while (!signal.aborted) {
        woken = false;
        if (clients.size === 0) position = null;
        else
          await step().catch((error: unknown) => {
            warn({ err: error }, 'live stream could not read; trying again');
            tell(heartbeat, clients);
            woken = false;
          });
        await wait(signal);
      }
      for (const client of clients) client.end();
      clients.clear();
    },
  };
};

/** No read model is beyond it: reading after it gives the position alone. */
const MAX_POSITION = 10n ** 20n - 1n;

/** Leaves out what came after `limit`: the next read gives it to everyone. */
const upTo = ({ position, rows }: Changes, limit: bigint): Changes => {
  if (position === limit || !rows) return { position: limit, rows };
  const activities = rows.activities.filter((activity) => BigInt(activity.position) <= limit);
  return { position: limit, rows: { activities, agents: rows.agents } };
};
