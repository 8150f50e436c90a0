import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { HttpProblem } from '../http/problem.ts';
import { inTime } from './deadline.ts';
import type { AccessDb } from './tables.ts';

const KEEP_HOURS = 24;
/** How long a repeat waits for the first request to end before it is told to come again. */
const WAIT_MS = 5_000;
const POLL_MS = 50;
/** A first request that has not ended by then died with its gateway. */
const ABANDONED_S = 60;
const WRITES = new Set(['POST', 'PATCH', 'PUT', 'DELETE']);
const KEY = /^[\x21-\x7e]{1,200}$/;

declare module 'fastify' {
  interface FastifyRequest {
    /** Set while this request is the first of its Idempotency-Key. */
    idempotencyKey: string | null;
  }
  interface FastifyContextConfig {
    /** Stopping must work with Postgres down: repeats are harmless there, and are let through then. */
    harmlessRepeat?: boolean;
  }
}

const hashOf = (request: FastifyRequest): Buffer =>
  createHash('sha256')
    .update(`${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`)
    .digest();

/** Repeats of a write under one Idempotency-Key give the first one's answer; another body under it is refused. */
export const idempotency = (app: FastifyInstance, db: AccessDb) => {
  app.decorateRequest('idempotencyKey', null);

  const claim = async (principal: string, key: string, hash: Buffer): Promise<boolean> => {
    const old = sql<boolean>`idempotency.created_at < now() - make_interval(hours => ${KEEP_HOURS})
      or (idempotency.status is null and idempotency.created_at < now() - make_interval(secs => ${ABANDONED_S}))`;
    const result = await db
      .insertInto('idempotency')
      .values({ principal, key, request_hash: hash })
      .onConflict((conflict) =>
        conflict
          .columns(['principal', 'key'])
          .doUpdateSet({ request_hash: hash, created_at: sql`now()`, status: null, content_type: null, answer: null })
          .where(old),
      )
      .executeTakeFirst();
    return result.numInsertedOrUpdatedRows === 1n;
  };

  const find = (principal: string, key: string) =>
    db
      .selectFrom('idempotency')
      .select(['request_hash', 'status', 'content_type', 'answer'])
      .where('principal', '=', principal)
      .where('key', '=', key)
      .executeTakeFirst();

  const repeat = async (request: FastifyRequest, reply: FastifyReply, key: string, hash: Buffer) => {
    for (let waited = 0; waited <= WAIT_MS; waited += POLL_MS) {
      const row = await find(request.principal, key);
      // The first one failed and took its claim back: this one is the first now.
      if (!row && (await claim(request.principal, key, hash))) return false;
      if (row && !row.request_hash.equals(hash)) {
        const detail = 'This Idempotency-Key was used for another request; take a new one.';
        throw new HttpProblem(422, 'idempotency_key_reused', detail);
      }
      if (row?.status != null) {
        reply.code(row.status).header('idempotency-replayed', 'true');
        if (row.content_type) reply.type(row.content_type);
        reply.serializer((text: string) => text).send(row.answer ?? '');
        return true;
      }
      await pause(POLL_MS);
    }
    throw new HttpProblem(409, 'request_in_progress', 'The first request with this Idempotency-Key is still running.');
  };

  app.addHook('preHandler', async (request, reply) => {
    const key = request.headers['idempotency-key'];
    if (key === undefined || request.principal === '' || !WRITES.has(request.method)) return;
    if (typeof key !== 'string' || !KEY.test(key)) {
      const errors = [{ field: 'Idempotency-Key', message: 'must be 1 to 200 visible characters' }];
      throw new HttpProblem(422, 'invalid', 'The Idempotency-Key is not valid.', { errors });
    }
    const hash = hashOf(request);
    try {
      if (!(await inTime(claim(request.principal, key, hash))) && (await repeat(request, reply, key, hash)))
        return reply;
      request.idempotencyKey = key;
    } catch (error) {
      if (error instanceof HttpProblem || !request.routeOptions.config.harmlessRepeat) throw error;
      request.log.warn({ err: error }, 'idempotency key not kept: the database does not answer');
    }
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const key = request.idempotencyKey;
    if (key === null) return payload;
    request.idempotencyKey = null;
    const { principal } = request;
    const isFinal = reply.statusCode < 500 && (typeof payload === 'string' || payload == null);
    try {
      if (!isFinal) {
        await inTime(db.deleteFrom('idempotency').where('principal', '=', principal).where('key', '=', key).execute());
        return payload;
      }
      const type = reply.getHeader('content-type');
      const answer = typeof payload === 'string' ? payload : '';
      await inTime(
        db
          .updateTable('idempotency')
          .set({ status: reply.statusCode, content_type: typeof type === 'string' ? type : null, answer })
          .where('principal', '=', principal)
          .where('key', '=', key)
          .execute(),
      );
    } catch (error) {
      request.log.warn({ err: error }, 'answer not kept under its idempotency key');
    }
    return payload;
  });

  return {
    /** Deletes keys older than a day. */
    purge: async (): Promise<void> => {
      await db
        .deleteFrom('idempotency')
        .where(sql<boolean>`created_at < now() - make_interval(hours => ${KEEP_HOURS})`)
        .execute();
    },
  };
};
