import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { openEventStore } from '@fleet/platform/eventstore';
import { openFleet, type SoakFleet } from '../soak/fleet.ts';
import { followHistory, type History } from '../soak/history.ts';
import { makeAgents } from '../soak/load.ts';
import { openPurse } from '../soak/money.ts';
import { settle } from '../soak/settle.ts';
import { type Call, check, type Findings } from './invariants.ts';
import { until } from './processes.ts';

const AGENTS = 60;
const WORKS_AGAIN_WITHIN_MS = 180_000;
const MAX_CALLS = 20_000;

/** Servers that stand still for a while: connections stay up and nothing answers, which is worse than being refused. */
const PARTS = ['nats', 'postgres', 'studio', 'llm'] as const;

const childrenOf = (pid: number): readonly number[] => {
  try {
    const told = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    return told === '' ? [] : told.split(' ').map(Number);
  } catch {
    return [];
  }
};
/** Postgres is many processes: all of them stand still. */
const halt = (fleet: SoakFleet, part: (typeof PARTS)[number]): (() => void) => {
  const pid = part === 'llm' ? fleet.llmPid() : (fleet.place(part)?.pid ?? null);
  if (pid === null) throw new Error(`${part} does not run`);
  const all = [pid, ...childrenOf(pid)];
  const signal = (name: NodeJS.Signals) => {
    for (const one of all) {
      try {
        process.kill(one, name);
      } catch {
        // A backend of Postgres may have ended by itself.
      }
    }
  };
  signal('SIGSTOP');
  return () => signal('SIGCONT');
};

const worksAgain = async (part: string, history: History): Promise<number> => {
  const from = { ended: history.ended(), at: performance.now() };
  await until(
    `ticks to end again after ${part} was gone`,
    async () => history.ended() > from.ended + AGENTS / 4,
    WORKS_AGAIN_WITHIN_MS,
  );
  return Math.round((performance.now() - from.at) / 100) / 10;
};

export type Outages = Findings & { readonly backAfterS: Readonly<Record<string, number>>; readonly overspend: number };

/**
 * Each server of a whole fleet under load stands still for `outageMs`, one after the other. Afterwards the fleet works
 * on by itself, and by gallery and streams nothing was doubled or lost.
 */
export const outages = async (outageMs: number, portBase: number, say: (text: string) => void): Promise<Outages> => {
  const fleet = await openFleet({ seed: 'outages', portBase });
  const stopping = new AbortController();
  try {
    const events = await openEventStore(fleet.info.eventStore, { name: 'fleet-chaos', log: () => {} });
    const history = followHistory(events, stopping.signal);
    const purse = openPurse(fleet);
    await purse.raise();
    await fleet.studio({ humansAct: 40, fillIsLiked: true });
    const usernames = await makeAgents(events, AGENTS);
    await until('the first ticks to end', async () => history.ended() > AGENTS, WORKS_AGAIN_WITHIN_MS);
    const backAfterS: Record<string, number> = {};
    for (const part of PARTS) {
      const goOn = halt(fleet, part);
      await wait(outageMs);
      goOn();
      backAfterS[part] = await worksAgain(part, history);
      say(`${part} stood still for ${outageMs / 1_000} s: ticks end again ${backAfterS[part]} s later`);
    }
    await settle(fleet, history);
    const stories = [...history.stories].map(([id, story]) => ({ username: usernames.get(id) ?? id, events: story }));
    const { calls } = await fleet.calls<Call>(`effects=true&limit=${MAX_CALLS}`);
    const { overspend } = await purse.overspend();
    await events.close();
    return { ...check(stories, calls), backAfterS, overspend };
  } finally {
    stopping.abort();
    await fleet.close();
  }
};
