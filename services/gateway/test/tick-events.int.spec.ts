import { randomUUID } from 'node:crypto';
import type { ActivityEvent } from '@fleet/domain/activity/activity-events';
import type { AgentEvent } from '@fleet/domain/agent/agent-events';
import { encode } from '@fleet/domain/codec';
import { agentIdOf, STREAM, tickIdOf } from '@fleet/domain/identity';
import { TICK_EVENTS_MOST, TickEvents } from '@fleet/domain/read-models/tick-events';
import { traceparentOf } from '@fleet/domain/trace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, type Fixture, startGateway } from './gateway-fixture.ts';
import { insertActivity } from './rows.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startGateway();
});
afterAll(() => fixture.stop());

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const traceparent = traceparentOf(TRACE, '00f067aa0ba902b7');
type Meta = { readonly causationId?: string; readonly traceparent?: string | null };

/** One agent's streams, as its actor and the gateway write them. */
const agentOf = (username: string) => {
  const id = agentIdOf(username);
  const stream = STREAM.activity(id);
  const append = async (to: string, events: readonly (ActivityEvent | AgentEvent)[], meta: Meta = {}) => {
    const last = fixture.store.stream(to).length - 1;
    const [first] = events;
    const correlationId = first && 'tickId' in first.data ? first.data.tickId : 'none';
    const envelope = { occurredAtMs: 1_900_000_000_000, correlationId, causationId: null, traceparent: null, ...meta };
    const encoded = events.map((event) => encode(event, { ...envelope, id: randomUUID() }));
    const appended = await fixture.store.append(to, encoded, last < 0 ? 'noStream' : last);
    if (appended.kind !== 'appended') throw new Error('conflict');
    return { ...appended, id: encoded.at(-1)?.id ?? '' };
  };
  const accepted = (tickId: string): ActivityEvent => ({
    type: 'TickAccepted',
    data: { tickId, due: 1, kind: 'like', agentRevision: 2, shadow: false },
  });
  const browsed = (tickId: string): ActivityEvent => ({
    type: 'FeedBrowsed',
    data: { tickId, pages: 1, seen: [], opened: [] },
  });
  const skipped = (tickId: string): ActivityEvent => ({
    type: 'TickSkipped',
    data: { tickId, due: 1, reason: 'busy' },
  });
  const ended = (tickId: string): ActivityEvent => ({
    type: 'TickEnded',
    data: {
      ...{ tickId, kind: 'like', outcome: 'done', code: null, reason: null, costUsd: 0, tookMs: 5, shadow: false },
      ...{ inputTokens: 0, outputTokens: 0, model: null, prompt: null },
    },
  });
  /** As the projector tells an end. */
  const tell = (activityId: string, { revision, position }: { revision: number; position: bigint }) =>
    insertActivity(fixture, { id: activityId, position: Number(position), revision, username });
  return { id, stream, append, accepted, browsed, skipped, ended, tell };
};

const ask = async (id: string) => {
  const answer = await fixture.app.inject({
    url: `/api/v1/activity/${encodeURIComponent(id)}/events`,
    headers: bearer,
  });
  return { status: answer.statusCode, json: answer.json() as unknown };
};
const eventsOf = async (id: string) => {
  const { status, json } = await ask(id);
  expect(status).toBe(200);
  return TickEvents.parse(json);
};
const revisions = ({ events }: TickEvents) => events.map(({ revision }) => revision);

describe('the events of an activity', () => {
  it('are those of its tick alone, oldest first, with their places and their trace', async () => {
    const ada = agentOf('ada');
    const [before, tick, busy, after] = [1, 2, 3, 4].map((due) => tickIdOf(ada.id, due)) as [string, ...string[]];
    await ada.append(ada.stream, [ada.accepted(before), ada.ended(before)]);
    await ada.append(ada.stream, [ada.accepted(tick as string)], { traceparent });
    await ada.append(ada.stream, [ada.skipped(busy as string)]);
    const end = await ada.append(ada.stream, [ada.browsed(tick as string), ada.ended(tick as string)]);
    await ada.append(ada.stream, [ada.accepted(after as string), ada.ended(after as string)]);
    await ada.tell(tick as string, end);

    const told = await eventsOf(tick as string);
    expect(told).toMatchObject({ id: tick, tickId: tick, traceId: TRACE, correlationId: tick, complete: true });
    expect(told.events.map(({ type }) => type)).toEqual(['TickAccepted', 'FeedBrowsed', 'TickEnded']);
    const stored = fixture.store.stream(ada.stream);
    expect(told.events).toEqual(
      [2, 4, 5].map((revision) => {
        const { index: _, position, metadata, ...event } = stored[revision] as (typeof stored)[number];
        const { synthetic: __, ...rest } = metadata;
        return { ...event, position: String(position), metadata: rest };
      }),
    );
  });

  it('begin with the request, where an operator asked for the tick', async () => {
    const bea = agentOf('bea');
    const tickId = tickIdOf(bea.id, 7);
    const agent = STREAM.agent(bea.id);
    const asks: AgentEvent = {
      type: 'AgentActRequested',
      data: {
        tickId,
        due: 7,
        kind: 'like',
        by: 'operator:ada',
        reason: 'again',
        retries: { letter: '3', messageId: null },
      },
    };
    await bea.append(agent, [{ type: 'AgentStarted', data: { by: 'cli', reason: '' } }]);
    const asked = await bea.append(agent, [asks], { traceparent });
    await bea.append(agent, [{ type: 'AgentPaused', data: { by: 'cli', reason: '' } }]);
    const meta = { causationId: asked.id, traceparent };
    const end = await bea.append(bea.stream, [bea.accepted(tickId), bea.ended(tickId)], meta);
    await bea.tell(tickId, end);
    expect((await eventsOf(tickId)).events).toHaveLength(2);
    await fixture.read(
      `insert into audit (id, position, revision, at, by, action, target_kind, target_id, outcome)
       values ($1, $2, $3, now(), 'operator:ada', 'agent.act', 'agent', $4, 'done')`,
      [asked.id, String(asked.position), asked.revision, bea.id],
    );
    const [request, ...own] = (await eventsOf(tickId)).events;
    expect(request).toMatchObject({ id: asked.id, stream: agent, revision: 1, data: asks.data });
    expect(own.map(({ type }) => type)).toEqual(['TickAccepted', 'TickEnded']);
  });

  it('are one where the tick was skipped, also beside its end later on', async () => {
    const cy = agentOf('cy');
    const [open, tick] = [tickIdOf(cy.id, 1), tickIdOf(cy.id, 2)];
    await cy.append(cy.stream, [cy.accepted(open)]);
    const skip = await cy.append(cy.stream, [cy.skipped(tick)]);
    const end = await cy.append(cy.stream, [cy.ended(open)]);
    await cy.tell(`${tick}.skipped`, skip);
    await cy.tell(open, end);
    expect(await eventsOf(`${tick}.skipped`)).toMatchObject({ tickId: tick, traceId: null, complete: true });
    expect(revisions(await eventsOf(`${tick}.skipped`))).toEqual([1]);
    expect(await eventsOf(tick)).toMatchObject({ id: `${tick}.skipped`, tickId: tick });
    expect(revisions(await eventsOf(open))).toEqual([0, 2]);
    // What was skipped may be taken after all: the tick's own id is that of its end.
    await cy.tell(tick, await cy.append(cy.stream, [cy.accepted(tick), cy.ended(tick)]));
    expect(revisions(await eventsOf(tick))).toEqual([3, 4]);
    expect(revisions(await eventsOf(`${tick}.skipped`))).toEqual([1]);
  });

  it('say so when the first of them is not there, and never read past another end', async () => {
    const dan = agentOf('dan');
    const [other, tick] = [tickIdOf(dan.id, 1), tickIdOf(dan.id, 2)];
    await dan.append(dan.stream, [dan.accepted(other), dan.ended(other)]);
    const abandoned: ActivityEvent = {
      type: 'TickAbandoned',
      data: { tickId: tick, kind: null, deliveries: 6, reason: 'given up', costUsd: 0 },
    };
    await dan.tell(tick, await dan.append(dan.stream, [abandoned]));
    expect(await eventsOf(tick)).toMatchObject({ complete: false, events: [{ type: 'TickAbandoned' }] });
  });

  it('are bounded, however many stand there', async () => {
    const eli = agentOf('eli');
    const tick = tickIdOf(eli.id, 1);
    const looks = Array.from({ length: 3 * TICK_EVENTS_MOST }, () => eli.browsed(tick));
    const end = await eli.append(eli.stream, [eli.accepted(tick), ...looks, eli.ended(tick)]);
    await eli.tell(tick, end);
    const told = await eventsOf(tick);
    expect(told.complete).toBe(false);
    expect(told.events.length).toBeLessThanOrEqual(TICK_EVENTS_MOST);
    expect(told.events.at(-1)?.type).toBe('TickEnded');
  });

  it('are gone where the store was replaced or archived, and not to be had while it is down', async () => {
    const fay = agentOf('fay');
    const tick = tickIdOf(fay.id, 1);
    const end = await fay.append(fay.stream, [fay.accepted(tick), fay.ended(tick)]);
    await fay.tell(tick, { ...end, position: end.position + 1n });
    expect(await ask(tick)).toMatchObject({
      status: 404,
      json: { code: 'events_gone', detail: expect.stringContaining('replaced') },
    });
    // At its very place stands another tick's end.
    await fay.tell(tickIdOf(fay.id, 9), end);
    expect(await ask(tickIdOf(fay.id, 9))).toMatchObject({ status: 404, json: { code: 'events_gone' } });
    fixture.store.setDown(true);
    expect(await ask(tick)).toMatchObject({ status: 503, json: { code: 'event_store_unavailable' } });
    fixture.store.setDown(false);
  });

  it('are of an activity that is known, and for those who are signed in', async () => {
    expect(await ask('nobody.k3')).toMatchObject({ status: 404, json: { code: 'not_found' } });
    expect((await fixture.app.inject({ url: '/api/v1/activity/x/events' })).statusCode).toBe(401);
  });
});
