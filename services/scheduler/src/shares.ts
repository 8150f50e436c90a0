import { PARTITIONS } from '@fleet/domain/identity';
import { LEASE_TTL_MS } from '@fleet/platform/bus';
import type { SchedulerDeps } from './deps.ts';

/** Partitions are held by blocks of four: few enough leases to be cheap, enough to be shared out evenly. */
export const BLOCKS = 16;
export const PARTITIONS_PER_BLOCK = PARTITIONS / BLOCKS;
export const blockOf = (partition: number): number => Math.floor(partition / PARTITIONS_PER_BLOCK);
export const partitionsOf = (block: number): readonly number[] =>
  Array.from({ length: PARTITIONS_PER_BLOCK }, (_, i) => block * PARTITIONS_PER_BLOCK + i);

/** The right to publish for blocks of partitions: each held by one process at a time, all together shared out evenly. */
export type Shares = {
  /** True only until 4 s after the last good renewal of this block's lease began, by the monotonic clock. */
  holds(block: number): boolean;
  /** How many blocks this process holds. */
  held(): number;
  /** Schedulers that showed themselves lately, this one too; 0 before it joins. */
  members(): number;
  /** Who holds block 0, as far as known: it does what only one may do. */
  leader(): string | null;
  /**
   * Joins, and runs `work` for each block whenever it is taken. Its signal aborts when the block is lost, or is to be
   * given up because another scheduler has less than its share, or when the outer signal aborts; when it has returned,
   * the block is given back so that nobody need wait for the lease to expire.
   */
  run(work: (block: number, signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void>;
};

const PREFIX = 'scheduler';
export const blockKey = (block: number): string => `${PREFIX}.block.${block}`;
const memberPrefix = `${PREFIX}.member.`;
const memberKey = (instance: string): string => `${memberPrefix}${instance.replaceAll(/[^A-Za-z0-9_-]/g, '_')}`;

const RENEW_EVERY_MS = 2_000;
const HOLDS_FOR_MS = 4_000;
/** A free block is found within this time, beside the 6 s that a lease of a dead process stands. */
const LOOK_EVERY_MS = 1_000;

type Deps = Pick<SchedulerDeps, 'leases' | 'clock' | 'sleep' | 'instance' | 'log'>;
type Block = { revision: number; renewedAt: number; lost: boolean; readonly over: AbortController };

export const createShares = (deps: Deps): Shares => {
  const { leases, clock, sleep, instance, log } = deps;
  const own = memberKey(instance);
  const blocks = new Map<number, Block>();
  /** Blocks that are worked for, also those whose work is being ended: not to be taken again before it is. */
  const working = new Map<number, Promise<void>>();
  let members = 0;
  let leader: string | null = null;
  let shownAt = Number.NEGATIVE_INFINITY;

  const stands = ({ renewedAt }: Block) => clock.monotonicNow() < renewedAt + HOLDS_FOR_MS;
  const holds = (block: number) => {
    const held = blocks.get(block);
    return held !== undefined && !held.over.signal.aborted && stands(held);
  };
  const current = () => [...blocks.keys()].filter(holds);

  const lose = (block: number) => {
    const held = blocks.get(block);
    if (!held || held.over.signal.aborted) return;
    log.warn({ block }, 'a block of partitions is lost: its lease could not be renewed');
    held.lost = true;
    held.over.abort();
  };

  const renew = async (block: number, held: Block): Promise<void> => {
    const began = clock.monotonicNow();
    try {
      const next = await leases.update(blockKey(block), instance, held.revision);
      if (next === null) return lose(block);
      held.revision = next;
      held.renewedAt = began;
    } catch (error) {
      log.debug({ err: error, block }, 'a lease could not be renewed; trying again while it lasts');
    }
  };

  const show = async (): Promise<void> => {
    const began = clock.monotonicNow();
    await leases.put(own, instance).then(
      () => {
        shownAt = began;
      },
      (error: unknown) => log.debug({ err: error }, 'this scheduler cannot show itself to the others'),
    );
  };

  /** Renews what is old enough, all at once; what could not be renewed in time is over. */
  const renewDue = async (): Promise<void> => {
    const now = clock.monotonicNow();
    for (const [block, held] of blocks) if (!stands(held)) lose(block);
    const due = [...blocks].filter(
      ([block, { renewedAt }]) => holds(block) && now - renewedAt >= RENEW_EVERY_MS - LOOK_EVERY_MS / 2,
    );
    await Promise.all([
      ...due.map(([block, held]) => renew(block, held)),
      ...(now - shownAt >= RENEW_EVERY_MS - LOOK_EVERY_MS / 2 ? [show()] : []),
    ]);
  };

  /** Every lease of the schedulers as last heard of. A watch says nothing when one expires: that is seen by its age. */
  const heard = new Map<string, { readonly holder: string; readonly at: number }>();
  const standing = (key: string): string | null => {
    const entry = heard.get(key);
    return entry !== undefined && clock.monotonicNow() - entry.at < LEASE_TTL_MS ? entry.holder : null;
  };
  const listen = async (signal: AbortSignal): Promise<void> => {
    const onChange: Parameters<typeof leases.watch>[1] = (key, entry) => {
      if (entry === null) heard.delete(key);
      else heard.set(key, { holder: entry.value, at: clock.monotonicNow() });
    };
    while (!signal.aborted) {
      try {
        return await leases.watch(`${PREFIX}.>`, onChange, signal);
      } catch (error) {
        log.debug({ err: error }, 'the leases cannot be watched yet; trying again');
        await sleep(LOOK_EVERY_MS, signal);
      }
    }
  };

  const take = async (block: number): Promise<boolean> => {
    const began = clock.monotonicNow();
    const revision = await leases.create(blockKey(block), instance).catch((error: unknown) => {
      log.debug({ err: error, block }, 'a lease cannot be asked for');
      return null;
    });
    if (revision === null) return false;
    blocks.set(block, { revision, renewedAt: began, lost: false, over: new AbortController() });
    return true;
  };

  const begin = (block: number, work: (block: number, signal: AbortSignal) => Promise<void>, signal: AbortSignal) => {
    const held = blocks.get(block);
    if (!held) return;
    const ended = async () => {
      try {
        await work(block, AbortSignal.any([signal, held.over.signal]));
      } catch (error) {
        log.error({ err: error, block }, 'work for a block failed; it is given back');
      }
      const mine = !held.lost && stands(held);
      blocks.delete(block);
      if (mine) await leases.delete(blockKey(block)).catch(() => {});
      working.delete(block);
    };
    working.set(block, ended());
  };

  /** Gives back what is over the fair share, the last ones first; takes what is free and under it. */
  const balance = async (work: Parameters<Shares['run']>[0], signal: AbortSignal) => {
    for (const key of heard.keys()) if (standing(key) === null) heard.delete(key);
    members = [...heard.keys()].filter((key) => key.startsWith(memberPrefix) && key !== own).length + 1;
    const share = Math.ceil(BLOCKS / members);
    const mine = current().sort((a, b) => a - b);
    for (const block of mine.slice(share)) {
      log.info({ block, members }, 'a block of partitions is given up for another scheduler');
      blocks.get(block)?.over.abort();
    }
    const free = Array.from({ length: BLOCKS }, (_, block) => block).filter(
      (block) => standing(blockKey(block)) === null && !working.has(block),
    );
    const wanted = free.slice(0, Math.max(0, share - mine.length));
    const got = await Promise.all(wanted.map(take));
    const taken = wanted.filter((_, i) => got[i]);
    for (const block of taken) begin(block, work, signal);
    if (taken.length > 0) log.info({ blocks: taken, members }, 'blocks of partitions taken: publishing');
    leader = holds(0) ? instance : standing(blockKey(0));
  };

  const renewing = async (signal: AbortSignal) => {
    while (!signal.aborted) {
      await renewDue();
      await sleep(LOOK_EVERY_MS, signal);
    }
  };
  const looking = async (work: Parameters<Shares['run']>[0], signal: AbortSignal) => {
    await listen(signal);
    while (!signal.aborted) {
      await balance(work, signal);
      await sleep(LOOK_EVERY_MS, signal);
    }
  };

  return {
    holds,
    held: () => current().length,
    members: () => members,
    leader: () => leader,
    run: async (work, signal) => {
      await show();
      await Promise.all([renewing(signal), looking(work, signal)]);
      await Promise.all(working.values());
      members = 0;
      leader = null;
      await leases.delete(own).catch(() => {});
    },
  };
};
