import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Refusal, refused } from '@fleet/domain/decision';
import {
  type BulkAction,
  type BulkOperation,
  operationCorrelation,
  UNDO_WITHIN_MS,
  UNDONE_BY,
} from '@fleet/domain/read-models/operations';
import type { AccessDb } from '../access/tables.ts';
import type { RunAgentCommand } from '../command/agent-commands.ts';
import type { Order } from '../command/execute.ts';
import type { FleetCommands } from '../command/fleet-commands.ts';
import { type OperationRows, type Outcome, operationRows, type Progress, type Work } from './rows.ts';
import { brokenOutcome, noProgress, tellAgents, withOutcomes } from './tell.ts';

/** Up to this many agents are told before the answer; more go on behind it. */
const AT_ONCE = 1_000;
export const MAX_AGENTS = 200_000;
/** After each of these the progress is written down: a gateway that dies repeats no more than them. */
const CHUNK = 200;
/** An operation that got nowhere so many times in a row is ended: what it could not do is told as failed. */
const MAX_STALLS = 10;
const GATHER_EVERY_MS = 100;
const MAX_REASON_CHARS = 500;

export type OperationAnswer =
  | { readonly kind: 'begun'; readonly operation: BulkOperation }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export type Operations = Pick<OperationRows, 'find' | 'list' | 'results' | 'purge'> & {
  begin(action: BulkAction, ids: readonly string[], reason: string, order: Order): Promise<BulkOperation>;
  /** The same command again to the agents that it failed on. Refusals: `not_found`, `still_running`, `nothing_to_retry`. */
  retry(id: string, order: Order): Promise<OperationAnswer>;
  /**
   * The opposite command to the agents that it changed, once and within ten seconds of wall time; an operation that
   * still runs is stopped. Refusals: `not_found`, `not_undoable`, `already_undone`, `too_late`, `nothing_to_undo`.
   */
  undo(id: string, order: Order): Promise<OperationAnswer>;
  /** Goes on with operations whose gateway is gone. */
  adopt(): Promise<void>;
  /** Resolves when nothing runs in the background any more; what is left is adopted by the next start. */
  drain(): Promise<void>;
};

export type OperationDeps = {
  readonly db: AccessDb;
  readonly agent: RunAgentCommand;
  readonly fleet: Pick<FleetCommands, 'refused'>;
  readonly signal: AbortSignal;
  readonly warn: (what: object, message: string) => void;
};

export const operations = ({ db, agent, fleet, signal, warn }: OperationDeps): Operations => {
  const rows = operationRows(db);
  const running = new Set<Promise<void>>();

  const workOf = (action: BulkAction, ids: readonly string[], reason: string, { by, traceparent }: Order): Work => {
    const id = randomUUID();
    const order = { by, traceparent, correlationId: operationCorrelation(id) };
    return { id, action, ids, reason, order, gatherFrom: null, stalls: 0 };
  };

  /** One line for the audit, whatever the number that refused. */
  const auditRefusals = async ({ action, ids, order }: Work, { refusedCount, refused: [first] }: Progress) => {
    if (refusedCount === 0 || !first) return;
    const reason = `${refusedCount} of ${ids.length} agents refused; the first: ${first.reason}`;
    await fleet.refused(`agents.${action}`, null, { code: first.code, reason }, order);
  };

  const gathered = async (on: Work): Promise<Work | null> => {
    if (on.gatherFrom === null) return on;
    while (!signal.aborted) {
      const ids = await rows.gather(on.gatherFrom, on.id);
      if (ids !== null) return { ...on, ids, gatherFrom: null };
      await pause(GATHER_EVERY_MS, undefined, { signal }).catch(() => {});
    }
    return null;
  };

  /**
   * `patient`: when most of a chunk breaks, the rest is left for later, because then it is not the agents' doing.
   * Otherwise, or when that was tried often, what was not done is told as failed.
   */
  const work = async (given: Work, from: Progress, patient: boolean): Promise<void> => {
    const on = await gathered(given);
    if (on === null) return;
    let progress = from;
    while (progress.handled < on.ids.length && !signal.aborted) {
      const chunk = on.ids.slice(progress.handled, progress.handled + CHUNK);
      const { outcomes, position, error } = await tellAgents(agent, on, chunk);
      const broken = outcomes.filter(({ result }) => result === 'failed').length > chunk.length / 2;
      if (broken && patient && on.stalls < MAX_STALLS) throw error;
      if (error !== null) warn({ err: error, operation: on.id }, 'some agents could not be told');
      const rest: Outcome[] = broken
        ? on.ids.slice(progress.handled + chunk.length).map((id) => brokenOutcome(id, error))
        : [];
      const place = progress.handled;
      progress = withOutcomes(progress, [...outcomes, ...rest], position);
      const stopped = await rows.save(
        on.id,
        progress,
        [...outcomes, ...rest],
        place,
        progress.handled === on.ids.length,
      );
      if (stopped) break;
    }
    if (!signal.aborted || progress.handled === on.ids.length) await auditRefusals(on, progress);
  };

  const behind = (on: Work, progress: Progress) => {
    const run = work(on, progress, true)
      .catch((error: unknown) =>
        warn({ err: error, operation: on.id }, 'operation broke off; it will be taken up again'),
      )
      .finally(() => running.delete(run));
    running.add(run);
  };

  /** Few agents are told before the answer, many behind it; the answer is how far it has come. */
  const begun = async (on: Work): Promise<BulkOperation> => {
    if (on.gatherFrom !== null || on.ids.length > AT_ONCE) behind(on, noProgress());
    else
      await work(on, noProgress(), false).catch(async (error: unknown) => {
        // Whoever asked is told that it failed: it must not be done behind their back later.
        await rows.end(on.id).catch(() => {});
        throw error;
      });
    const operation = await rows.find(on.id);
    if (!operation) throw new Error(`operation ${on.id} is gone`);
    return operation;
  };

  const no = (code: string, reason: string): OperationAnswer => ({ kind: 'refused', refusal: refused(code, reason) });
  const unknown = (id: string) => no('not_found', `There is no operation ${id}.`);

  return {
    find: rows.find,
    list: rows.list,
    results: rows.results,
    purge: rows.purge,

    begin: async (action, ids, reason, order) => {
      const on = workOf(action, ids, reason, order);
      await rows.insert(on, {});
      return begun(on);
    },

    retry: async (id, order) => {
      const first = await rows.find(id);
      if (!first) return unknown(id);
      if (first.state === 'running') return no('still_running', 'It still runs; retry when it is done.');
      const ids = await rows.failedOf(id);
      if (ids.length === 0) return no('nothing_to_retry', 'It failed on no agent; those that refused would again.');
      const on = workOf(first.action, ids, first.reason, order);
      await rows.insert(on, { retries: id });
      return { kind: 'begun', operation: await begun(on) };
    },

    undo: async (id, order) => {
      const first = await rows.find(id);
      if (!first) return unknown(id);
      const opposite = UNDONE_BY[first.action];
      if (opposite === null) return no('not_undoable', `${first.action} cannot be undone.`);
      const reason = `undo: ${first.reason || first.action}`.slice(0, MAX_REASON_CHARS);
      const claim = await rows.claimUndo(id, workOf(opposite, [], reason, order));
      switch (claim.kind) {
        case 'unknown':
          return unknown(id);
        case 'undone':
          return no('already_undone', `It is undone already, by operation ${claim.by}.`);
        case 'late':
          return no('too_late', `It can be undone within ${UNDO_WITHIN_MS / 1_000} s of its order; that is over.`);
        case 'nothing':
          return no('nothing_to_undo', 'It changed no agent.');
        case 'begun':
          return { kind: 'begun', operation: await begun(claim.work) };
      }
    },

    adopt: async () => {
      for (const { work: on, progress } of await rows.adopt())
        behind({ ...on, order: { ...on.order, correlationId: operationCorrelation(on.id) } }, progress);
    },

    drain: async () => {
      await Promise.all(running);
    },
  };
};
