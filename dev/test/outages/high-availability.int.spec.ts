import type { ActivityEvent } from '@fleet/domain/activity/activity-events';
import { partitionOf, tickIdOf } from '@fleet/domain/identity';
import type { TickMessage } from '@fleet/domain/messages';
import type { DeadLetterView } from '@fleet/domain/read-models/dead-letters';
import { CONSUMERS, STREAMS, SUBJECTS } from '@fleet/platform/bus';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openStream } from '../../../services/gateway/test/sse.ts';
import { check } from '../../chaos/invariants.ts';
import { type FleetUnderTest, openFleet, patience } from './fleet-under-test.ts';
import { ADMIN_TOKEN, type ServiceName, type ServiceUnderTest } from './service-under-test.ts';

let fleet: FleetUnderTest;
let ids: string[];
let all: Record<ServiceName, ServiceUnderTest[]>;

const two = (name: ServiceName) => Promise.all([fleet.start(name), fleet.start(name)]);
/** Figures that every instance of a service tells of itself. */
const figures = async (name: ServiceName) => (await fleet.bus.services(700, `fleet-${name}`)).map(({ data }) => data);
const kill = async (name: ServiceName, which = 0) => {
  const [gone] = all[name].splice(which, 1);
  gone?.child.kill('SIGKILL');
  await gone?.ended;
};
const gateway = (which = 0) => all.gateway[which] ?? expect.fail('there is no such gateway');
const get = async (from: ServiceUnderTest, path: string) => (await fleet.api(from, 'GET', path)).body;

beforeAll(async () => {
  fleet = await openFleet();
  const [projector, scheduler, actor, gateways] = await Promise.all([
    two('projector'),
    two('scheduler'),
    two('actor'),
    two('gateway'),
  ]);
  all = { projector, scheduler, actor, gateway: gateways };
  for (const services of Object.values(all)) for (const service of services) await fleet.isReady(service);
  ids = await fleet.agents(gateway(), 10);
  await fleet.goesOn(ids);
}, 240_000);
afterAll(() => fleet?.close());

describe('two gateways', () => {
  test('share sessions: a cookie of one opens the other, and is closed at both', async () => {
    const login = await fetch(`${gateway(0).base}/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: ADMIN_TOKEN }),
    });
    expect(login.status).toBe(200);
    const cookie = login.headers.get('set-cookie')?.split(';')[0] ?? '';
    const whoAt = async (at: ServiceUnderTest) =>
      (await fetch(`${at.base}/api/v1/session`, { headers: { cookie } })).status;
    expect([await whoAt(gateway(0)), await whoAt(gateway(1))]).toEqual([200, 200]);
    await fetch(`${gateway(1).base}/session`, { method: 'DELETE', headers: { cookie } });
    await vi.waitFor(
      async () => expect([await whoAt(gateway(0)), await whoAt(gateway(1))]).toEqual([401, 401]),
      patience,
    );
  });

  test('take a write of one Idempotency-Key once, whichever it is sent to, even to both at once', async () => {
    const key = { 'idempotency-key': `twice-${Date.now()}` };
    const seed = (at: ServiceUnderTest, count: number) => fleet.api(at, 'POST', '/agents/seed', { count }, key);
    const [one, other] = await Promise.all([seed(gateway(0), 2), seed(gateway(1), 2)]);
    expect([one.status, other.status]).toEqual([201, 201]);
    expect(other.body).toEqual(one.body);
    expect((await seed(gateway(1), 3)).status).toBe(422);
  });

  test('an operation ordered at one is read at the other', async () => {
    const ordered = await fleet.api(gateway(0), 'POST', '/operations', { action: 'start', ids, reason: 'again' });
    const read = await get(gateway(1), `/operations/${ordered.body.id}`);
    expect(read).toMatchObject({ id: ordered.body.id, matched: ids.length });
  });

  test('a stop ordered at one is known at the other at once, also from the latch alone, and lifted there', async () => {
    await fleet.gates.eventStore.shut();
    const latched = await fleet.api(gateway(0), 'POST', '/fleet/pause', { reason: 'by the latch alone' });
    expect(latched.body).toMatchObject({ status: 'paused', recorded: false });
    await vi.waitFor(async () => expect(await get(gateway(1), '/fleet')).toMatchObject({ status: 'paused' }), patience);
    await fleet.gates.eventStore.open();
    await vi.waitFor(async () => {
      const { status } = await fleet.api(gateway(1), 'POST', '/fleet/resume', { reason: 'at the other' });
      expect(status).toBe(200);
    }, patience);
    await vi.waitFor(
      async () => expect(await get(gateway(0), '/fleet')).toMatchObject({ status: 'running' }),
      patience,
    );
    await fleet.goesOn(ids);
  }, 120_000);

  test('a live stream cut off by the death of one goes on at the other, nothing missing and nothing twice', async () => {
    const authorization = { authorization: `Bearer ${ADMIN_TOKEN}` };
    const first = await openStream(gateway(0).base, authorization);
    await vi.waitFor(() => expect(first.of('activity').length).toBeGreaterThan(2), patience);
    await kill('gateway');
    await vi.waitFor(() => expect(first.seen.ended).toBe(true), patience);
    await fleet.goesOn(ids);
    const second = await openStream(gateway(0).base, authorization, { lastEventId: first.seen.lastEventId ?? '' });
    await vi.waitFor(() => expect(second.of('activity').length).toBeGreaterThan(2), patience);
    second.close();
    expect(second.of('reset')).toEqual([]);
    const idOf = ({ data }: { data: unknown }) => (data as { id: string }).id;
    const seen = [...first.of('activity'), ...second.of('activity')].map(idOf);
    const listed = (await get(gateway(0), '/activity?limit=200')).data as { id: string }[];
    const inOrder = listed.map(({ id }) => id).reverse();
    const from = inOrder.indexOf(seen[0] ?? '');
    expect(from).toBeGreaterThanOrEqual(0);
    expect(seen).toEqual(inOrder.slice(from, from + seen.length));
    all.gateway.push(await fleet.start('gateway'));
  }, 120_000);
});

describe('kill -9 of one of each, while agents act', () => {
  test('scheduler: the other one takes its partitions over', async () => {
    await vi.waitFor(async () => {
      const held = (await figures('scheduler')).map(({ heldPartitions }) => heldPartitions);
      expect(held).toEqual([32, 32]);
    }, patience);
    await kill('scheduler');
    await vi.waitFor(async () => {
      expect((await figures('scheduler')).map(({ heldPartitions }) => heldPartitions)).toEqual([64]);
    }, patience);
    await fleet.goesOn(ids);
    all.scheduler.push(await fleet.start('scheduler'));
    await fleet.isReady(all.scheduler.at(-1) ?? expect.fail());
  }, 180_000);

  test('projector: the one that stands by takes over where the other was', async () => {
    const isActive = async (service: ServiceUnderTest) => {
      const ready = await service.ready();
      return ready?.checks.some(({ name, message }) => name === 'projection' && message.startsWith('at position'));
    };
    const active = await vi.waitFor(async () => {
      const works = await Promise.all(all.projector.map(isActive));
      expect(works.filter((one) => one)).toHaveLength(1);
      return works.indexOf(true);
    }, patience);
    await kill('projector', active);
    const heir = all.projector[0] ?? expect.fail();
    await vi.waitFor(async () => expect(await isActive(heir)).toBe(true), patience);
    // Only now: a batch whose commit was on its way may still land after its projector is gone.
    const position = async () => BigInt((await get(gateway(), '/fleet')).position as string);
    const before = await position();
    await vi.waitFor(async () => expect(await position()).toBeGreaterThan(before), patience);
    all.projector.push(await fleet.start('projector'));
    await fleet.isReady(all.projector.at(-1) ?? expect.fail());
  }, 180_000);

  test('actor: its ticks are ended by the others', async () => {
    await kill('actor');
    await fleet.goesOn(ids, 6);
    all.actor.push(await fleet.start('actor'));
    await fleet.isReady(all.actor.at(-1) ?? expect.fail());
    await fleet.goesOn(ids);
  }, 180_000);

  test('and in the end nothing was done twice, and what was begun has its end', async () => {
    await fleet.api(gateway(), 'POST', '/fleet/pause', { reason: 'looking' });
    await vi.waitFor(async () => {
      const queue = await fleet.bus.consumerStatus(STREAMS.ticks, CONSUMERS.ticks);
      expect([queue?.pending, queue?.ackPending]).toEqual([0, 0]);
    }, patience);
    const findings = check(await fleet.stories(gateway(), ids), await fleet.calls());
    expect(findings.violations).toEqual([]);
    expect(findings.ticks).toBeGreaterThan(20);
    await fleet.api(gateway(), 'POST', '/fleet/resume', { reason: 'looked' });
  }, 180_000);
});

describe('a tick that was given up after its effect had reached the gallery', () => {
  const attempts = (told: readonly ActivityEvent[], tickId: string) =>
    told.filter((event) => event.type === 'EffectAttempted' && event.data.tickId === tickId).length;

  test('is a dead letter, and its retry is another tick that does nothing of it again', async () => {
    for (const { child, ended } of [...all.scheduler, ...all.actor]) {
      child.kill('SIGTERM');
      expect(await ended).toBe(0);
    }
    const agentId = ids[0] ?? '';
    const deadly = await fleet.start('actor', {
      ...{ NODE_ENV: 'test', FLEET_CRASH_AT: 'sent-no-answer:publish', ACTOR_CONCURRENCY: '1' },
    });
    await fleet.isReady(deadly);
    const { clock } = (await get(gateway(), '/fleet')) as { clock: { fleet: string } };
    const due = Date.parse(clock.fleet);
    const tickId = tickIdOf(agentId, due);
    const none = { causationId: null, traceparent: null };
    const tick: TickMessage = { v: 1, tickId, agentId, due, dueWall: Date.now(), kind: 'like', ...none };
    await fleet.bus.publish(SUBJECTS.tick(partitionOf(agentId)), JSON.stringify(tick), { messageId: tickId });
    await deadly.ended;
    expect(attempts(await fleet.story(agentId), tickId)).toBe(1);

    // As if nine more workers had died of it: then it is not even looked for what it left in the gallery.
    const enough = new AbortController();
    const limits = { concurrency: 1, ackWaitMs: 2_000, maxAckPending: 1_000 };
    await fleet.bus.consume(
      { stream: STREAMS.ticks, consumer: CONSUMERS.ticks, ...limits, signal: enough.signal },
      async (delivery) => {
        if (delivery.messageId === tickId && delivery.deliveries >= 10) enough.abort();
        delivery.retry(100);
      },
    );
    const [actor, scheduler] = await Promise.all([fleet.start('actor'), fleet.start('scheduler')]);
    await fleet.isReady(actor);
    const letter = await vi.waitFor(async () => {
      const letters = (await get(gateway(), `/dead-letters?agent=${agentId}`)).data as DeadLetterView[];
      expect(letters).toMatchObject([{ messageId: tickId, source: 'tick', retryRefusedBecause: null }]);
      return letters[0] ?? expect.fail();
    }, patience);
    expect(letter.deliveries).toBeGreaterThan(10);
    await fleet.isReady(scheduler);

    const retried = await fleet.api(gateway(), 'POST', `/dead-letters/${letter.id}/retry`, { reason: 'the spec' });
    expect(retried.status, JSON.stringify(retried.body)).toBe(202);
    const { tickId: again } = retried.body as { tickId: string };
    await vi.waitFor(async () => {
      const ends = (await fleet.story(agentId)).filter(
        (event) =>
          ['TickEnded', 'TickSkipped'].includes(event.type) && 'tickId' in event.data && event.data.tickId === again,
      );
      expect(ends).toHaveLength(1);
    }, patience);
    expect((await get(gateway(), '/dead-letters')).data).toEqual([]);
    expect(attempts(await fleet.story(agentId), tickId)).toBeLessThanOrEqual(2);
    await fleet.api(gateway(), 'POST', '/fleet/pause', { reason: 'looking' });
    await vi.waitFor(async () => {
      const queue = await fleet.bus.consumerStatus(STREAMS.ticks, CONSUMERS.ticks);
      expect([queue?.pending, queue?.ackPending]).toEqual([0, 0]);
    }, patience);
    const findings = check(await fleet.stories(gateway(), ids), await fleet.calls());
    expect(findings.violations).toEqual([]);
  }, 240_000);
});
