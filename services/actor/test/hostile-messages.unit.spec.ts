import { STREAM } from '@fleet/domain/identity';
import { tickTraceparent, traceparentOf } from '@fleet/domain/trace';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { interpret } from '../src/floimg/answers.ts';
import * as schemas from '../src/floimg/schemas.ts';
import { openWorld } from './world.ts';

describe('a message of the tick queue', () => {
  it('that is none goes to the dead letters, whatever it holds, and starts nothing', async () => {
    const world = openWorld();
    const agentId = await world.agent();
    const actor = await world.actor();
    const good = world.tick(agentId, 'like');
    const spoilt = fc
      .tuple(fc.constantFrom(...Object.keys(good)), fc.jsonValue())
      .filter(([field, value]) => field !== 'kind' && JSON.stringify(good[field as 'due']) !== JSON.stringify(value))
      .map(([field, value]) => JSON.stringify({ ...good, [field]: value }))
      .filter((text) => !isMeant(text));
    const payload = fc.oneof(fc.string(), fc.json(), spoilt);
    let sent = 0;
    await fc.assert(
      fc.asyncProperty(payload, async (text) => {
        sent++;
        const work = world.deliver(actor, text);
        await work.done;
        expect(work.ended).toMatchObject({ acked: true, retryMs: null });
        expect(world.deadLetters).toHaveLength(sent);
      }),
      { numRuns: 150 },
    );
    expect(world.activity(agentId)).toEqual([]);
    expect(world.errors).toEqual([]);
    await world.close();
  });

  it('has its trace in every event of its tick; a trace that is none is replaced by the tick’s own', async () => {
    const world = openWorld();
    const given = traceparentOf('4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7');
    for (const [username, traceparent] of [['mira', given] as const, ['noa', 'x\r\ntoken: y'] as const]) {
      const agentId = await world.agent(username);
      const message = { ...world.tick(agentId, 'browse'), traceparent };
      const work = world.deliver(await world.actor(), message);
      await work.done;
      const traces = world.store.stream(STREAM.activity(agentId)).map(({ metadata }) => metadata.traceparent);
      expect(traces.length).toBeGreaterThan(1);
      expect(new Set(traces)).toEqual(new Set([traceparent === given ? given : tickTraceparent(message.tickId, null)]));
    }
    await world.close();
  });
});

/** Other causes and traces make another message, and a good one. */
const isMeant = (text: string): boolean => {
  const { causationId, traceparent, dueWall } = JSON.parse(text) as Record<string, unknown>;
  const isText = (value: unknown) => value === null || typeof value === 'string';
  return isText(causationId) && isText(traceparent) && Number.isInteger(dueWall) && changedNothingElse(text);
};
const changedNothingElse = (text: string): boolean => {
  const { v, tickId, agentId, due } = JSON.parse(text) as Record<string, unknown>;
  return v === 1 && tickId === `${agentId}.${Number(due).toString(36)}`;
};

describe('an answer of the platform', () => {
  const answers = Object.entries(schemas).flatMap(([name, schema]) =>
    schema instanceof z.ZodType ? [[name, schema as z.ZodType<unknown>] as const] : [],
  );

  it.each(answers)('is a value of the port, never an exception: %s', (_name, schema) => {
    const what = { what: 'GET /api/x', schema, notFound: 'gone', nowWallMs: 0 } as const;
    const body = fc.oneof(fc.string(), fc.json(), fc.constant(null));
    const fields = [
      'items',
      'item',
      'comments',
      'comment',
      'showcaseItem',
      'liked',
      'id',
      'status',
      'imageUrls',
      'code',
    ];
    const nearly = fc.dictionary(fc.constantFrom(...fields), fc.jsonValue()).map((json) => JSON.stringify(json));
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 599 }), fc.oneof(body, nearly), (status, text) => {
        const headers = { date: 'not a date', 'retry-after': text?.slice(0, 20) ?? '' };
        const answer = interpret({ kind: 'response', status, headers, body: text, fault: null }, what);
        if (answer.kind !== 'ok' && 'reason' in answer) expect(answer.reason.length).toBeLessThan(600);
      }),
      { numRuns: 150 },
    );
  });
});
