import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../src/app.ts';
import {
  anaId,
  benId,
  fleet,
  operation,
  prices,
  seeding,
  seedingId,
  startFakeGateway,
  tickEvents,
  token,
} from './fake-gateway.ts';

type Gateway = Awaited<ReturnType<typeof startFakeGateway>>;

describe('the command line', () => {
  let root: string;
  let gateway: Gateway;
  const endings: (() => Promise<void>)[] = [];

  const serve = async (answers: Parameters<typeof startFakeGateway>[0] = {}) => {
    gateway = await startFakeGateway(answers);
    endings.push(gateway.close);
    mkdirSync(join(root, '.fleet'), { recursive: true });
    writeFileSync(
      join(root, '.fleet', 'run.json'),
      JSON.stringify({ api: `${gateway.url}/api/v1`, token, services: [] }),
    );
  };
  const run = async (line: string, env: NodeJS.ProcessEnv = {}) => {
    const said: string[] = [];
    const complained: string[] = [];
    const code = await runCli(line.split(' ').filter(Boolean), {
      env,
      root,
      stdout: (text) => said.push(text),
      stderr: (text) => complained.push(text),
    });
    return { code, out: said.join('\n'), err: complained.join('\n'), json: () => JSON.parse(said.join('\n')) };
  };
  const asked = () => gateway.calls.map(({ method, path, body }) => [method, path, body]);

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'fleet-cli-'));
  });
  afterEach(async () => {
    for (const end of endings.splice(0)) await end();
    rmSync(root, { recursive: true });
  });

  it('shows what the fleet does, and ends with 0 when all is well', async () => {
    await serve();
    const { code, out } = await run('status');
    expect(code).toBe(0);
    expect(out).toMatch(/^fleet +running$/m);
    expect(out).toMatch(/^agents +24: 2 idle, 20 running, 1 sleeping, 1 error$/m);
    expect(out).toMatch(/^last minute +3 likes, 3 skipped$/m);
    expect(out).toMatch(/^spend today +\$0\.50 of \$5\.00, \$0\.25 more held$/m);
    expect(out).not.toMatch(/^people/m);
    expect(out).toMatch(/^read model +up to date$/m);
    expect(out).toMatch(/^12:00:01 +@ana +comment +lovely \[31mlight$/m);
    expect(out).not.toContain('\u001b');
  });

  it('shows the share of people, once anybody has looked', async () => {
    await serve({ 'GET /api/v1/fleet': { body: { ...fleet(), humanShare: 0.304 } } });
    expect((await run('status')).out).toMatch(/^people +30 % of posts and comments in 24 hours$/m);
  });

  it('shows problems, pauses and lag, and ends with 1', async () => {
    const body = {
      ...fleet(),
      status: 'paused_by_platform',
      statusReason: 'kill switch',
      lagMs: 90_000,
      problems: [{ part: 'studio', message: 'does not answer', since: '2026-03-02T12:00:00.000Z' }],
    };
    await serve({ 'GET /api/v1/fleet': { body } });
    const { code, out } = await run('status');
    expect(code).toBe(1);
    expect(out).toContain('paused by the platform (kill switch)');
    expect(out).toContain('90 s behind');
    expect(out).toContain('studio: does not answer (since 2026-03-02T12:00:00.000Z)');
  });

  it('prints one JSON object with --json, wherever that stands', async () => {
    await serve();
    expect((await run('status --json')).json()).toMatchObject({ fleet: { position: '42' }, activity: [{ id: 'a.1' }] });
    expect((await run('--json stop --all')).json()).toMatchObject({ id: 'op-1', changed: 2 });
    expect((await run('seed 2 --json')).json()).toMatchObject({ created: [anaId, benId] });
  });

  it('lets the model give them characters of their own where told', async () => {
    await serve();
    expect((await run('seed 2 --grow --no-wait')).code).toBe(0);
    expect(asked()).toEqual([['POST', '/api/v1/agents/seed', { count: 2, grow: true }]]);
  });

  it('makes agents, of a persona and a seed where told, and starts them', async () => {
    await serve();
    const { code, out } = await run('seed 2 --persona minimalist --seed spring --start');
    const users = 'The platform has made 2 of 2 users.';
    expect([code, out]).toEqual([0, `Made 2 agents.\nStarted 2 of them; they join over time.\n${users}`]);
    expect(asked()).toEqual([
      ['POST', '/api/v1/agents/seed', { count: 2, persona: 'minimalist', seed: 'spring' }],
      ['POST', '/api/v1/operations', { action: 'start', ids: [anaId, benId], reason: 'started when seeded' }],
      ['GET', `/api/v1/seedings/${seedingId}?minPosition=44`, null],
    ]);
    expect(gateway.calls.every(({ key, method }) => method === 'GET' || key !== undefined)).toBe(true);
    expect((await run('seed 2 --no-wait')).out).toBe('Made 2 agents.\nfleet start --all starts them.');
  });

  it('tells whose user the platform refused, ends with 1, and asks again on demand', async () => {
    const failures = [{ id: benId, username: 'ben', reason: 'no seats' }];
    const body = seeding({ provisioned: 1, failed: 1, failures });
    await serve({ [`GET /api/v1/seedings/${seedingId}`]: { body } });
    const { code, out } = await run('seed 2');
    expect(code).toBe(1);
    expect(out).toContain('The platform has made 1 of 2 users.\n  @ben: no seats\n1 were refused.');
    expect(out).toContain(`fleet seed-retry ${seedingId}`);
    expect((await run(`seed-retry ${seedingId} --reason more`)).code).toBe(1);
    expect(asked().slice(-2)).toEqual([
      ['POST', `/api/v1/seedings/${seedingId}/retry`, { reason: 'more' }],
      ['GET', `/api/v1/seedings/${seedingId}?minPosition=47`, null],
    ]);
  });

  it.each(['0', '1001', '1.5', 'many', '-3'])('refuses to make %s agents', async (count) => {
    await serve();
    const { code, err } = await run(`seed ${count}`);
    expect(code).toBe(2);
    expect(err).not.toBe('');
    expect(gateway.calls).toEqual([]);
  });

  it('lists dead letters with what can be done about them, and ends with 1 while there are any', async () => {
    const letter = {
      ...{ id: '17', at: '2026-03-02T12:00:00.000Z', source: 'tick', subject: 'fleet.tick.3', messageId: 'a.1' },
      ...{ agentId: anaId, agentName: 'Ana', reason: 'given up after 5 deliveries', deliveries: 6, payload: '{}' },
      retryRefusedBecause: null,
    };
    const job = { ...letter, id: '16', source: 'job', agentName: null, retryRefusedBecause: 'A job comes by itself.' };
    await serve({ 'GET /api/v1/dead-letters': { body: { data: [letter, job], next: 'more' } } });
    const { code, out } = await run('dead-letters list --source tick --agent ana --limit 2');
    expect(code).toBe(1);
    expect(out).toMatch(/^17 +2026-03-02 12:00:00 +tick +Ana +6 +given up after 5 deliveries +yes$/m);
    expect(out).toMatch(/^16 .* A job comes by itself\.$/m);
    expect(out).toMatch(/Only the newest 2 letters/);
    expect(gateway.calls.at(-1)?.path).toBe(`/api/v1/dead-letters?limit=2&source=tick&agent=${anaId}`);
    await serve({ 'GET /api/v1/dead-letters': { body: { data: [], next: null } } });
    expect(await run('dead-letters list')).toMatchObject({ code: 0, out: 'There are no dead letters.' });
    expect((await run('dead-letters list --limit 0')).code).toBe(2);
  });

  it('retries and discards dead letters one by one, and goes on after one that is refused', async () => {
    await serve({
      'POST /api/v1/dead-letters/17/retry': { status: 202, body: { id: '17', tickId: 'a.2', position: '9' } },
      'POST /api/v1/dead-letters/16/retry': {
        status: 409,
        body: { type: 'x', title: 'Conflict', status: 409, code: 'not_retryable', detail: 'cannot retry: no tick' },
      },
      'DELETE /api/v1/dead-letters/16': { body: { id: '16', position: '10' } },
    });
    const { code, out, err } = await run('dead-letters retry 16 17 --reason again');
    expect([code, out]).toEqual([1, '17: tried again by tick a.2.']);
    expect(err).toMatch(/^16: cannot retry: no tick/);
    expect(await run('dead-letters discard 16 --json')).toMatchObject({ code: 0, out: '{"id":"16","position":"10"}' });
    expect(asked()).toEqual([
      ['POST', '/api/v1/dead-letters/16/retry', { reason: 'again' }],
      ['POST', '/api/v1/dead-letters/17/retry', { reason: 'again' }],
      ['DELETE', '/api/v1/dead-letters/16', { reason: '' }],
    ]);
    expect((await run('dead-letters retry x')).code).toBe(2);
  });

  it('shows what is on record of one tick, with its trace, or all of it as JSON', async () => {
    const path = `GET /api/v1/activity/${anaId}.k3/events`;
    await serve();
    const { code, out } = await run(`events ${anaId}.k3`);
    expect(code).toBe(0);
    expect(out).toMatch(/^trace +4bf92f3577b34da6a3ce929d0e0e4736$/m);
    expect(out).toMatch(new RegExp(`^12:00:00.250 +\\+0.000 s +TickAccepted +comment +activity-${anaId}@7$`, 'm'));
    expect(out).toMatch(/^12:00:01.250 +\+1.000 s +EffectSucceeded +compose · \$0.0034 /m);
    expect(out).toMatch(/SomethingNew +activity-/);
    expect(out).toMatch(/TickEnded +comment · rejected · busy · too \[31mloud /);
    expect(out).not.toContain('\u001b');
    expect((await run(`events ${anaId}.k3 --json`)).json()).toEqual(tickEvents());
    await serve({ [path]: { body: tickEvents({ traceId: null, complete: false }) } });
    const without = (await run(`events ${anaId}.k3`)).out;
    expect(without).toMatch(/^trace +none$/m);
    expect(without).toContain('Its first events are not among them.');
    const detail = 'The event store no longer holds the events of it.';
    const body = { type: 'x', title: 'Not Found', status: 404, code: 'events_gone', detail };
    await serve({ [path]: { status: 404, body } });
    expect(await run(`events ${anaId}.k3`)).toMatchObject({ code: 1, err: detail });
    expect((await run('events')).code).toBe(2);
  });

  it('lets one agent act now, by name, with a kind or as it likes', async () => {
    await serve();
    expect(await run('act ana --kind post')).toMatchObject({ code: 0 });
    expect((await run('act @ana')).out).toContain(`fleet events ${anaId}.k3`);
    expect(asked().filter(([method]) => method === 'POST')).toEqual([
      ['POST', `/api/v1/agents/${anaId}/act`, { kind: 'post' }],
      ['POST', `/api/v1/agents/${anaId}/act`, {}],
    ]);
    expect((await run('act ana --kind dance')).code).toBe(2);
    expect((await run('act nobody')).err).toBe('There is no agent called nobody.');
  });

  it('shows what the models and pictures in use cost, and an action at most', async () => {
    await serve();
    const { code, out } = await run('prices');
    expect(code).toBe(0);
    expect(out).toMatch(/^Prices as of 2026-05-07\.$/m);
    expect(out).toMatch(/^gpt-4o-mini +\$0\.15 +\$0\.60$/m);
    expect(out).toMatch(/^dall-e-3 1024x1024 standard +free +chart, interface$/m);
    expect(out).toContain('a post $0.0211, a comment $0.02');
    expect((await run('prices --json')).json()).toEqual(prices());
  });

  it('says when prices are old, differ, or are not known at all, and then ends with 1', async () => {
    const old = { ...prices({ staleDays: 120, warning: 'the prices are old' }), differ: true };
    await serve({ 'GET /api/v1/prices': { body: old } });
    const { code, out } = await run('prices');
    expect([code, out]).toEqual([
      0,
      expect.stringContaining('120 days old: the prices are old\nThe actors are not set alike'),
    ]);
    await serve({ 'GET /api/v1/prices': { body: prices({ tokens: [] }) } });
    expect((await run('prices')).out).toMatch(/nothing is charged\.$/);
    await serve({ 'GET /api/v1/prices': { body: { actors: 0, differ: false, unknownBecause: 'nats', prices: null } } });
    expect(await run('prices')).toMatchObject({ code: 1, out: 'Nothing is known of prices: NATS does not answer.' });
  });

  it('shows the budget, and sets those caps that are named', async () => {
    await serve();
    const { code, out } = await run('budget');
    expect(code).toBe(0);
    expect(out).toMatch(/^today +\$0\.50 +\$0\.25 +\$4\.25 +\$5\.00$/m);
    expect(out).toMatch(/^dearest agent today: ana +\$0\.30 +\$0\.00 +\$0\.70 +\$1\.00$/m);
    expect((await run('budget --day 2 --agent-day 0 --reason trial')).out).toMatch(/^today .* \$2\.00$/m);
    expect((await run('budget --json')).json()).toMatchObject({ caps: { monthUsd: 100 } });
    expect(asked().filter(([method]) => method === 'PATCH')).toEqual([
      ['PATCH', '/api/v1/budget', { dayUsd: 2, agentDayUsd: 0, reason: 'trial' }],
    ]);
    expect(gateway.calls.find(({ method }) => method === 'PATCH')?.key).toBeDefined();
  });

  it.each(['-1', 'much', '1e9', '1000001'])('refuses a cap of %s USD', async (amount) => {
    await serve();
    const { code, err } = await run(`budget --day ${amount}`);
    expect([code, gateway.calls]).toEqual([2, []]);
    expect(err).toContain('from 0 to 1000000');
  });

  it('pauses and resumes the whole fleet when nobody is named', async () => {
    await serve();
    expect(await run('pause --reason maintenance')).toMatchObject({ code: 0, out: 'Paused the fleet.' });
    expect(await run('resume --all')).toMatchObject({ code: 0, out: 'Resumed the fleet.' });
    expect(asked()).toEqual([
      ['POST', '/api/v1/fleet/pause', { reason: 'maintenance' }],
      ['POST', '/api/v1/fleet/resume', { reason: '' }],
    ]);
  });

  it('says when the platform still pauses the fleet, and when a pause is not on record', async () => {
    const answer = { statusReason: 'kill switch', until: null, activityLevel: 1, recorded: true, position: '1' };
    await serve({
      'POST /api/v1/fleet/resume': { body: { ...answer, status: 'paused_by_platform' } },
      'POST /api/v1/fleet/pause': { body: { ...answer, status: 'paused', recorded: false } },
    });
    expect(await run('resume')).toMatchObject({ code: 1 });
    expect((await run('resume')).out).toContain('the platform still pauses it: kill switch');
    expect((await run('pause')).out).toContain('emergency latch alone');
  });

  it('finds agents by exact username, and pauses only them', async () => {
    await serve();
    expect((await run('pause @Ana ana-maria')).code).toBe(0);
    expect(asked().at(-1)).toEqual([
      'POST',
      '/api/v1/operations',
      { action: 'pause', ids: [anaId, benId], reason: '' },
    ]);
    const { code, err } = await run('stop ana nobody nowhere');
    expect([code, err]).toEqual([1, 'There is no agent called nobody, nowhere.']);
  });

  it('orders agents by persona and state', async () => {
    await serve();
    await run('start --persona minimalist --status idle');
    expect(asked()).toEqual([
      [
        'POST',
        '/api/v1/operations',
        { action: 'start', filter: { persona: 'minimalist', status: 'idle' }, reason: '' },
      ],
    ]);
    expect((await run('start --status sleepy')).code).toBe(2);
  });

  it('asks whom to start or stop instead of guessing, and refuses what contradicts itself', async () => {
    await serve();
    expect(await run('stop')).toMatchObject({ code: 1 });
    expect((await run('stop')).err).toContain('Which agents?');
    expect((await run('stop ana --all')).err).toContain('not both');
    expect((await run('stop ana --persona minimalist')).err).toContain('not both');
    expect(gateway.calls).toEqual([]);
  });

  it('waits for an operation that goes on behind the answer, and tells who refused', async () => {
    const refused = [{ id: benId, code: 'deleted', reason: 'it is deleted' }];
    await serve({
      'POST /api/v1/operations': { status: 202, body: operation({ state: 'running', handled: 0, changed: 0 }) },
      'GET /api/v1/operations/op-1': { body: operation({ changed: 1, refusedCount: 1, refused, matched: 3 }) },
    });
    const { code, out } = await run('stop --all');
    expect(code).toBe(1);
    expect(out).toBe(`Stopped 1 agent, 1 already were, 1 refused:\n  ${benId}: it is deleted`);
  });

  const preview = {
    ...{ action: 'delete', matched: 3, wouldChange: 2, wouldRefuse: 1, undoable: false },
    byStatus: { idle: 2, running: 0, paused: 0, sleeping: 0, error: 1, deleted: 0 },
  };

  it('tells what an order would do, and does nothing', async () => {
    await serve({ 'POST /api/v1/operations': { body: { ...preview, action: 'stop', undoable: true } } });
    const { code, out } = await run('stop --matching an --dry-run');
    expect([code, out]).toEqual([0, 'Would stop 2 agents of 3 (2 idle, 1 error), 1 would refuse.']);
    const body = { action: 'stop', filter: { q: 'an' }, reason: '', dryRun: true };
    expect(asked()).toEqual([['POST', '/api/v1/operations', body]]);
  });

  it('deletes only with a yes, and says before that it is for good', async () => {
    await serve({ 'POST /api/v1/operations': { body: preview } });
    const asking = await run('delete --persona minimalist');
    expect([asking.code, asking.out]).toEqual([
      1,
      'Would delete 2 agents of 3 (2 idle, 1 error), 1 would refuse. This cannot be undone; say --yes to do it.',
    ]);
    expect(asked()).toHaveLength(1);
    await gateway.close();
    await serve({ 'POST /api/v1/operations': { status: 202, body: operation({ action: 'delete' }) } });
    expect((await run('delete --persona minimalist --yes')).out).toBe('Deleting 2 agents.');
    expect(asked().at(-1)?.[2]).toEqual({ action: 'delete', filter: { persona: 'minimalist' }, reason: '' });
  });

  it('tells which agents failed', async () => {
    const refused = [{ id: benId, code: 'event_store_unavailable', reason: 'The event store did not answer.' }];
    await serve({
      'POST /api/v1/operations': { status: 202, body: operation({ changed: 1, failedCount: 1, refused }) },
    });
    const { code, out } = await run('stop --all');
    expect([code, out]).toEqual([1, `Stopped 1 agent, 1 failed:\n  ${benId}: The event store did not answer.`]);
  });

  it('says so when nothing runs, and how to begin', async () => {
    const { code, err } = await run('status');
    expect(code).toBe(1);
    expect(err).toContain('No fleet runs from this checkout. Start one with npm start');
    expect((await run('status --json')).json().error).toContain('npm start');
  });

  it('says so when the run that is noted does not answer', async () => {
    await serve();
    await gateway.close();
    const { code, err } = await run('status');
    expect(code).toBe(1);
    expect(err).toMatch(/does not answer \(ECONNREFUSED\)\. .*npm start/);
  });

  it('talks to another fleet by options or environment, and never sends the local token there', async () => {
    await serve();
    const { url } = gateway;
    rmSync(join(root, '.fleet'), { recursive: true });
    expect((await run(`status --url ${url} --token ${token}`)).code).toBe(0);
    expect((await run('status', { FLEET_URL: `${url}/api/v1/`, FLEET_ADMIN_TOKEN: token })).code).toBe(0);
    await serve();
    expect((await run(`status --url ${url}`)).err).toContain('A token is needed');
    expect((await run('status --url ftp://x --token y')).err).toContain('is not an address');
  });

  it('explains a refused token, a refused body and an answer that is none', async () => {
    const problem = {
      type: 'x',
      title: 'Unprocessable',
      status: 422,
      code: 'invalid',
      detail: 'The body is not valid.',
      errors: [{ field: 'persona', message: 'there is no such persona' }],
    };
    await serve({
      'POST /api/v1/agents/seed': { status: 422, body: problem },
      'GET /api/v1/fleet': { body: '<html>hello' },
      'POST /api/v1/fleet/pause': { status: 502, body: '<html>bad gateway' },
    });
    expect((await run('status', { FLEET_ADMIN_TOKEN: 'wrong' })).err).toContain('does not take this token');
    expect((await run('seed 3')).err).toBe('The body is not valid.\n  persona: there is no such persona');
    expect((await run('status')).err).toContain('answered something else than agreed');
    expect((await run('pause')).err).toContain('answered 502');
  });

  it('does not understand what it does not know, and shows its help', async () => {
    expect(await run('bogus')).toMatchObject({ code: 2 });
    expect(await run('--help')).toMatchObject({ code: 0 });
    expect((await run('--help')).out).toContain('doctor');
  });
});
