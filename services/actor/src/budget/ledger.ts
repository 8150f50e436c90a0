import { setTimeout as delay } from 'node:timers/promises';
import { type Log, withoutPasswords } from '@fleet/platform/log';
import { openPool, type Pool } from '@fleet/platform/postgres';
import { type BreakerReport, createHealth, type Health } from '../outage/breaker.ts';
import type { Budget, TextClaims, WrittenPosts } from '../ports.ts';
import { prepareLedger } from './prepare.ts';
import { createUnsettled } from './unsettled.ts';
import { WrittenPostRow } from './written-post-row.ts';

/** Longest an actor waits for the ledger before it goes on without spending. */
const ANSWER_WITHIN_MS = 3_000;
const STATEMENT_WITHIN_MS = 2_500;
/** After a failure everybody is turned away at once for this long. */
const REST_MS = 1_000;
const KEEP_HOUSE_EVERY_MS = 2_000;
const SWEEP_EVERY_MS = 300_000;
/** Far longer than any attempt may take: who settles later still corrects it. */
const STALE_AFTER_S = 3_600;
const SWEPT_AT_ONCE = 1_000;
const LAST_WORDS_MS = 1_500;

export type LedgerOptions = {
  readonly url: string;
  readonly poolSize: number;
  readonly log: Log;
  readonly wallNow: () => number;
  readonly answerWithinMs?: number;
};

export type Ledger = Budget &
  TextClaims &
  WrittenPosts & {
    /** Makes schema and connections as soon as Postgres is there, then keeps house; ends with the signal. */
    run(signal: AbortSignal): Promise<void>;
    health(): Health;
    /** Everybody is turned away for a moment after a failure; after that every call is a trial. */
    breaker(): BreakerReport;
    close(): Promise<void>;
  };

/** A mistake in what was asked (data or constraint), which says nothing about how the ledger is doing. */
const isBadArgument = (error: unknown): boolean => /^2[23]/.test(String((error as { code?: unknown }).code));

/**
 * The budget ledger in Postgres as the actor's port. It never throws for what a database can do, and answers within
 * three seconds: `unavailable` means that nothing may be spent now. A reservation whose answer came too late stays held
 * until the sweep charges it; freeing it could free money that another worker is spending under the same attempt.
 */
export const createLedger = (options: LedgerOptions): Ledger => {
  const { url, log } = options;
  const answerWithinMs = options.answerWithinMs ?? ANSWER_WITHIN_MS;
  const health = createHealth(options.wallNow);
  const unsettled = createUnsettled();
  const prepared = Promise.withResolvers<Pool>();
  let opened: Pool | null = null;
  let restsUntil = 0;
  let failures = 0;

  const fail = (error: unknown) => {
    const { message, code } = error as NodeJS.ErrnoException;
    const problem = `budget ledger: ${withoutPasswords(message || String(code))}`.slice(0, 300);
    if (health.current().ok)
      log.error({ problem }, 'the budget ledger does not answer: nothing is spent until it does');
    health.bad(problem);
    failures++;
    restsUntil = performance.now() + REST_MS;
  };

  /** One call of a function; null where there is no answer in time. */
  const call = async <T>(sql: string, values: readonly unknown[]): Promise<T | null> => {
    if (performance.now() < restsUntil) return null;
    const late = new AbortController();
    try {
      const tooLate = delay(answerWithinMs, undefined, { signal: late.signal }).then(() => {
        throw new Error(`no answer within ${answerWithinMs} ms`);
      });
      const answered = prepared.promise.then((pool) => pool.query<{ answer: T }>(sql, [...values]));
      // Whichever comes second must not be an error that nobody caught.
      tooLate.catch(() => {});
      answered.catch(() => {});
      const { rows } = await Promise.race([answered, tooLate]);
      if (!health.current().ok) log.info({}, 'the budget ledger answers again');
      health.good();
      failures = 0;
      return rows[0]?.answer ?? null;
    } catch (error) {
      if (isBadArgument(error)) log.error({ error, sql }, 'the budget ledger was asked for something impossible');
      else fail(error);
      return null;
    } finally {
      late.abort();
    }
  };

  const settle = (attemptId: string, costUsd: number) =>
    call<'settled' | 'exceeded'>('select budget.settle($1, $2::numeric) as answer', [attemptId, costUsd]);

  const prepare = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      try {
        const { role } = await prepareLedger(url, log);
        opened = openPool({
          ...{ url, log, name: 'fleet-actor budget', size: options.poolSize },
          statementTimeoutMs: STATEMENT_WITHIN_MS,
          ...(role === null ? {} : { role }),
        });
        health.good();
        failures = 0;
        prepared.resolve(opened);
        return;
      } catch (error) {
        fail(error);
        await delay(REST_MS, undefined, { signal }).catch(() => {});
      }
    }
  };

  const catchUp = () =>
    unsettled.drain(async (attemptId, costUsd) => {
      const answer = await settle(attemptId, costUsd);
      if (answer === 'exceeded')
        log.error({ attemptId, costUsd }, 'an attempt cost more than its ceiling, which was learned late');
      return answer !== null;
    });

  const sweep = async () => {
    const sql = 'select budget.abandon_stale($1, $2) as answer';
    const charged = await call<number>(sql, [STALE_AFTER_S, SWEPT_AT_ONCE]);
    if (charged !== null && charged > 0)
      log.warn({ charged }, 'attempts that were never settled count at their ceiling');
  };

  return {
    reserve: async (attemptId, agentId, ceilingUsd) => {
      if (ceilingUsd === 0) return 'reserved';
      const sql = 'select budget.reserve($1, $2, $3::numeric) as answer';
      const answer = await call<string>(sql, [attemptId, agentId, ceilingUsd]);
      if (answer === null) return 'unavailable';
      return answer === 'reserved' ? 'reserved' : 'denied';
    },

    settle: async (attemptId, costUsd) => {
      const answer = await settle(attemptId, costUsd);
      if (answer === null) unsettled.add(attemptId, costUsd);
      return answer ?? 'unavailable';
    },

    claim: async (attemptId, text) => {
      const body = text.replaceAll('\0', '').toWellFormed().normalize('NFC');
      const sql = 'select budget.claim_text($1, $2) as answer';
      return (await call<'claimed' | 'near_duplicate'>(sql, [attemptId, body])) ?? 'unavailable';
    },

    take: async (attemptId, shelf) => {
      const sql = 'select budget.take_written($1, $2) as answer';
      const parsed = WrittenPostRow.safeParse(await call<unknown>(sql, [attemptId, shelf]));
      return parsed.success ? parsed.data : null;
    },

    put: async (attemptId, shelf, posts) => {
      const json = JSON.stringify(posts).replaceAll('\\u0000', '');
      await call<number>('select budget.put_written($1, $2, $3::jsonb) as answer', [attemptId, shelf, json]);
    },

    run: async (signal) => {
      await prepare(signal);
      let sweepAt = performance.now();
      while (!signal.aborted) {
        await catchUp();
        if (performance.now() >= sweepAt) {
          await sweep();
          sweepAt = performance.now() + SWEEP_EVERY_MS;
        }
        await delay(KEEP_HOUSE_EVERY_MS, undefined, { signal }).catch(() => {});
      }
    },

    health: health.current,

    breaker: () => {
      const { ok, since } = health.current();
      const restsMs = restsUntil - performance.now();
      const lastError = health.lastError();
      if (ok) return { state: 'closed', since, retryAt: null, failures, lastError };
      return restsMs > 0
        ? { state: 'open', since, retryAt: Math.ceil(options.wallNow() + restsMs), failures, lastError }
        : { state: 'half_open', since, retryAt: null, failures, lastError };
    },

    close: async () => {
      if (opened === null) return;
      if (unsettled.size() > 0) await Promise.race([catchUp(), delay(LAST_WORDS_MS)]);
      await opened.end();
    },
  };
};
