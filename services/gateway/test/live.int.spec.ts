import { Activity, Agent, Fleet } from '@fleet/domain/read-models/api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bearer, type Fixture, startGateway, TOKEN, until } from './gateway-fixture.ts';
import { insertActivity, insertAgent, moveCheckpoint } from './rows.ts';
import { openStream } from './sse.ts';

let fixture: Fixture;
let base: string;
/** Put on top of the monotonic clock, to let waits of seconds pass at once. */
let laterMs = 0;
const clock = {
  ...{ fleetNow: () => Date.now(), wallNow: () => Date.now(), monotonicNow: () => performance.now() + laterMs },
  ...{ scale: () => 1, wallAt: (ms: number) => ms },
};
const open: { close(): void }[] = [];
beforeEach(async () => {
  laterMs = 0;
  fixture = await startGateway({ clock });
  base = await fixture.app.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(async () => {
  for (const stream of open.splice(0)) stream.close();
  await fixture.stop();
});

const connect = async (options: Parameters<typeof openStream>[2] = {}) => {
  const stream = await openStream(base, bearer, options);
  open.push(stream);
  return stream;
};
const ids = (stream: Awaited<ReturnType<typeof connect>>) =>
  stream.of('activity').map(({ data }) => Activity.parse(data).id);
const commit = async (position: number, ...activities: string[]) => {
  for (const id of activities) await insertActivity(fixture, { id, position });
  await moveCheckpoint(fixture, position);
};

describe('the live stream', () => {
  it('begins with the fleet, then tells what comes, with the position as id', async () => {
    await commit(5, 'before');
    const stream = await connect();
    expect(stream.headers['content-type']).toMatch(/^text\/event-stream/);
    expect(stream.headers['content-security-policy']).toContain("default-src 'self'");
    await until(() => stream.of('fleet').length > 0);
    expect(Fleet.parse(stream.of('fleet')[0]?.data).status).toBe('running');
    await until(() => stream.seen.lastEventId === '5');
    await insertAgent(fixture, { username: 'ada', position: 7 });
    await commit(7, 'new');
    fixture.wakeFeed();
    await until(() => ids(stream).length === 1);
    expect(ids(stream)).toEqual(['new']);
    expect(stream.of('activity')[0]?.id).toBe('7');
    expect(z.array(Agent).parse(stream.of('agents')[0]?.data)[0]?.username).toBe('ada');
  });

  it('goes on after the last id, without a gap and without a repeat', async () => {
    await commit(3, 'a');
    await commit(4, 'b', 'c');
    await commit(9, 'd');
    const stream = await connect({ lastEventId: '3' });
    await until(() => ids(stream).length === 3);
    expect(ids(stream)).toEqual(['b', 'c', 'd']);
    expect(stream.of('activity').map(({ id }) => id)).toEqual([null, '4', '9']);
    await commit(12, 'e');
    fixture.wakeFeed();
    await until(() => ids(stream).length === 4);
    expect(stream.seen.lastEventId).toBe('12');
    const other = await connect({ query: '?after=9' });
    await until(() => ids(other).length === 1);
    expect(ids(other)).toEqual(['e']);
  });

  it('finds what was committed by itself when no message of the feed comes', async () => {
    const stream = await connect();
    await until(() => stream.of('fleet').length > 0);
    await commit(2, 'unannounced');
    await until(() => ids(stream).length === 1);
  });

  it('gives every stream the same, each activity once, under a flood of wake-ups', async () => {
    const streams = await Promise.all(Array.from({ length: 5 }, () => connect()));
    await until(() => streams.every((stream) => stream.seen.lastEventId === '0'));
    const all: string[] = [];
    for (let position = 1; position <= 60; position++) {
      all.push(`t${position.toString().padStart(3, '0')}`);
      await commit(position, all.at(-1) ?? '');
      for (let i = 0; i < 20; i++) fixture.wakeFeed();
    }
    await until(() => streams.every((stream) => ids(stream).length >= 60));
    for (const stream of streams) expect(ids(stream)).toEqual(all);
  });

  it('tells a client that missed too much to load again, and goes on from there', async () => {
    await fixture.read(
      `insert into activities (id, position, kind, agent_id, agent_name, username, at, recorded_at, cost_usd,
         input_tokens, output_tokens, took_ms, shadow, revision)
       select 'm' || n, n, 'like', gen_random_uuid(), 'x', 'x', now(), now(), 0, 0, 0, 1, false, n
       from generate_series(1, 1200) n`,
    );
    await moveCheckpoint(fixture, 1_200);
    const stream = await connect({ lastEventId: '1' });
    await until(() => stream.of('reset').length === 1);
    expect(stream.of('reset')[0]).toEqual({ event: 'reset', id: '1200', data: { reason: 'too_many' } });
    await commit(1_201, 'after');
    fixture.wakeFeed();
    await until(() => ids(stream).length === 1);
    expect(ids(stream)).toEqual(['after']);
  });

  it('resets a client whose position is of another history, or none at all', async () => {
    await commit(5, 'a');
    for (const lastEventId of ['6000', 'rubbish']) {
      const stream = await connect({ lastEventId });
      await until(() => stream.of('reset').length === 1);
      expect(stream.of('reset')[0]?.data).toEqual({ reason: 'unknown_position' });
    }
  });

  it('resets everyone when the read model goes back', async () => {
    await commit(50, 'a');
    const stream = await connect();
    await until(() => stream.seen.lastEventId === '50');
    await moveCheckpoint(fixture, 10);
    fixture.wakeFeed();
    await until(() => stream.of('reset').length === 1);
    expect(stream.seen.lastEventId).toBe('10');
  });

  it('tells a stop of the fleet at once, also one that only the latch knows', async () => {
    const stream = await connect();
    await until(() => stream.of('fleet').length > 0);
    await fixture.control.put('latch', JSON.stringify({ paused: true, by: 'nats', reason: 'now' }));
    await until(() => stream.of('fleet').some(({ data }) => Fleet.parse(data).status === 'paused'));
  });

  it('names a service that does not answer, and forgets it when it is back', async () => {
    const stream = await connect();
    const parts = () => Fleet.parse(stream.of('fleet').at(-1)?.data).problems.map(({ part }) => part);
    await until(() => stream.of('fleet').length > 0);
    const [scheduler] = fixture.services.splice(0, 1);
    await until(() => parts().includes('scheduler'));
    if (scheduler) fixture.services.push({ ...scheduler, data: { problems: [{ part: 'studio', message: 'away' }] } });
    await until(() => parts().includes('studio') && !parts().includes('scheduler'));
  });

  it('says that actors are too slow while ticks pile up, and counts them', async () => {
    const stream = await connect();
    const problemsOf = () => (stream.of('fleet').at(-1)?.data as { problems?: { part: string }[] })?.problems ?? [];
    fixture.queue.pending = 5_000;
    await until(() => problemsOf().some(({ part }) => part === 'actor'));
    expect(fixture.gateway.stats()).toMatchObject({ ticksWaiting: 5_000 });
    fixture.queue.pending = 3;
    await until(() => !problemsOf().some(({ part }) => part === 'actor'));
  });

  it('takes twenty streams, and says so to the next', async () => {
    const streams = await Promise.all(Array.from({ length: 20 }, () => connect()));
    const more = await connect();
    expect(more.seen.status).toBe(429);
    streams[0]?.close();
    await until(async () => (await connect()).seen.status === 200);
  });

  const gauge = async (name: string) => {
    const metrics = (await fixture.app.inject({ url: '/metrics', headers: { host: 'localhost' } })).body;
    return Number(new RegExp(`^${name}(?:{[^}]*})? (\\d+)$`, 'm').exec(metrics)?.[1]);
  };
  /** Two streams of which one does not read, until it is behind. Gives the position reached. */
  const leaveBehind = async (slow: Awaited<ReturnType<typeof connect>>, quick: Awaited<ReturnType<typeof connect>>) => {
    await until(() => quick.seen.lastEventId === '0' && slow.seen.lastEventId === '0');
    slow.hang();
    const text = 'x'.repeat(100_000);
    let position = 0;
    await until(async () => {
      for (let i = 0; i < 5; i++) await insertActivity(fixture, { id: `big${++position}`, position, text });
      await moveCheckpoint(fixture, position);
      fixture.wakeFeed();
      await until(() => ids(quick).length === position);
      return (await gauge('fleet_gateway_streams_behind')) === 1;
    });
    return position;
  };

  it('gives a client that fell behind everything it missed when it reads on, each agent once', async () => {
    const [slow, quick] = [await connect(), await connect()];
    let position = await leaveBehind(slow, quick);
    await insertAgent(fixture, { username: 'ada', position });
    const told = quick.of('agents').length;
    for (let change = 1; change <= 20; change++) {
      await fixture.read('update agents set name = $1, position = $2', [`Name ${change}`, ++position]);
      await commit(position, `small${change}`);
      fixture.wakeFeed();
      await until(() => ids(quick).at(-1) === `small${change}`);
    }
    expect(quick.of('agents').length - told).toBeGreaterThan(10);
    slow.readOn();
    await until(() => ids(slow).at(-1) === 'small20');
    expect(ids(slow)).toEqual(ids(quick));
    const agents = slow.of('agents').map(({ data }) =>
      z
        .array(Agent)
        .parse(data)
        .map(({ name }) => name),
    );
    expect(agents).toEqual([['Name 20']]);
    await until(async () => (await gauge('fleet_gateway_streams_behind')) === 0);
  });

  it('cuts off a client that does not read for long, and keeps serving the others', async () => {
    const [slow, quick] = [await connect(), await connect()];
    const position = await leaveBehind(slow, quick);
    laterMs += 20_001;
    fixture.wakeFeed();
    await until(async () => (await gauge('fleet_gateway_streams')) === 1);
    await commit(position + 1, 'after');
    fixture.wakeFeed();
    await until(() => ids(quick).at(-1) === 'after');
  });

  it('ends when its session does', async () => {
    const payload = { token: TOKEN };
    const host = { host: new URL(base).host };
    const { cookies } = await fixture.app.inject({ method: 'POST', url: '/session', headers: host, payload });
    const cookie = `fleet_session=${cookies[0]?.value}`;
    const stream = await openStream(base, { cookie });
    open.push(stream);
    await until(() => stream.of('fleet').length > 0);
    await fixture.app.inject({ method: 'DELETE', url: '/session', headers: { ...host, cookie } });
    await until(() => stream.seen.ended);
  });

  it('needs a session', async () => {
    const stream = await openStream(base, {});
    open.push(stream);
    expect(stream.seen.status).toBe(401);
  });
});

describe('stopping', () => {
  it('ends every stream and stops at once', async () => {
    const other = await startGateway();
    const at = await other.app.listen({ port: 0, host: '127.0.0.1' });
    const stream = await openStream(at, bearer);
    await until(() => stream.of('fleet').length > 0);
    await other.stop();
    await until(() => stream.seen.ended);
  });
});
