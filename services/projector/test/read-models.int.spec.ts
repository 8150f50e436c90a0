import { randomUUID } from 'node:crypto';
import { READ_SCHEMA } from '@fleet/domain/read-models/schema';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { by, config, type History, historyOf, persona } from './history.ts';
import { patience, type Running, SCHEMA, type Stage, setStage } from './stage.ts';

describe('read models', () => {
  let stage: Stage;
  let history: History;
  let projector: Running;
  const one = async (table: string, id: string) => (await stage.rows(table)).find((row) => row.id === id);

  beforeAll(async () => {
    expect(READ_SCHEMA).toBe(SCHEMA);
    stage = await setStage();
    history = historyOf(stage.store);
    projector = stage.project();
  });
  afterAll(() => stage.close());

  it('tell an agent as the domain folds it', async () => {
    const id = await history.agent('ada_byte');
    await stage.reached(await history.lifecycle(id, { type: 'AgentProvisioningFailed', data: { reason: 'no seats' } }));
    expect(await one('agents', id)).toMatchObject({ status: 'error', status_reason: 'no seats', provisioned: false });
    await history.lifecycle(id, { type: 'AgentProvisioned', data: { platformUserId: 'u1', created: true } });
    await stage.reached(await history.lifecycle(id, { type: 'AgentStarted', data: { by, reason: '' } }));
    expect(await one('agents', id)).toMatchObject({
      ...{ username: 'ada_byte', name: 'Ada Byte', persona_id: persona.id, persona_version: 1, config },
      ...{ status: 'running', status_reason: null, provisioned: true, deleting: false, last_active_at: null },
    });
    const until = '2031-03-02T00:00:00.000Z';
    await history.lifecycle(id, { type: 'AgentSlept', data: { until, code: 'LIMIT', reason: 'daily limit' } });
    await stage.reached(await history.lifecycle(id, { type: 'AgentPaused', data: { by, reason: 'look' } }));
    expect(await one('agents', id)).toMatchObject({
      status: 'paused',
      status_reason: 'look',
      sleep_reason: 'daily limit',
    });
    const renamed = { ...config, name: 'Ada B.' };
    await history.lifecycle(id, { type: 'AgentReconfigured', data: { config: renamed, by, reason: '' } });
    await history.lifecycle(id, { type: 'AgentDeletionRequested', data: { by, reason: 'done' } });
    await stage.reached(await history.lifecycle(id, { type: 'AgentDeprovisioned', data: { found: true } }));
    expect(await one('agents', id)).toMatchObject({ name: 'Ada B.', status: 'deleted', deleting: false });
  });

  it('tell what a tick came to, with the post it was about', async () => {
    const [author, fan] = [await history.agent('author', 'Author'), await history.agent('fan', 'Fan')];
    const post = await history.tick(author, { kind: 'post', postId: 'p1', costUsd: 0.02, text: 'my caption' });
    const like = await history.tick(fan, { kind: 'like', postId: 'p1' });
    const comment = await history.tick(fan, { kind: 'comment', postId: 'p1', text: 'lovely', costUsd: 0.001 });
    const human = await history.tick(fan, { kind: 'like', postId: 'by-a-person' });
    const browse = await history.tick(fan, { kind: 'browse' });
    const rejected = await history.tick(fan, { kind: 'post', outcome: 'rejected', costUsd: 0.003 });
    const unknown = await history.tick(fan, { kind: 'comment', outcome: 'unknown' });
    const skipped = await history.tick(fan, { kind: 'comment', outcome: 'skipped' });
    await stage.reached(await history.fleet({ type: 'FleetPaused', data: { cause: 'operator', by, reason: 'lunch' } }));

    const image_url = 'https://studio.example/p1.png';
    const about = { post_id: 'p1', post_title: 'Title p1', image_url };
    const places = [post, like].map(async (id) => (await one('activities', id))?.revision);
    expect(await Promise.all(places)).toEqual([3, 3]);
    expect(await one('activities', post)).toMatchObject({
      ...{ kind: 'post', action: 'post', agent_id: author, agent_name: 'Author', username: 'author', ...about },
      ...{ text: 'my caption', cost_usd: 0.02, input_tokens: 100, model: 'gpt-4o-mini', prompt: { id: 'post' } },
    });
    expect(await one('activities', like)).toMatchObject({ kind: 'like', agent_name: 'Fan', ...about, text: null });
    expect(await one('activities', comment)).toMatchObject({ kind: 'comment', ...about, text: 'lovely' });
    expect(await one('activities', human)).toMatchObject({ kind: 'like', post_id: 'by-a-person', post_title: null });
    expect(await one('activities', browse)).toMatchObject({
      ...{ kind: 'browse', post_id: null, model: null, reason: 'saw 0 posts on 1 page, opened none' },
    });
    const refused = { action: 'post', reason: 'the API said no', code: 'busy_api', post_id: null };
    expect(await one('activities', rejected)).toMatchObject({ kind: 'rejected', ...refused });
    expect(await one('activities', unknown)).toMatchObject({ kind: 'unknown', action: 'comment' });
    expect(await one('activities', skipped)).toMatchObject({ kind: 'skipped', action: 'comment' });

    expect(await one('posts', 'p1')).toMatchObject({ agent_id: author, likes: 1, comments: 1, activity_id: post });
    expect(await one('agents', author)).toMatchObject({ posts: 1, last_image_url: image_url, spend_usd: 0.02 });
    expect(await one('agents', fan)).toMatchObject({
      ...{ likes: 2, comments: 1, browses: 1, posts: 0, failed: 2, error_streak: 2, spend_usd: 0.004 },
    });
    expect((await stage.rows('fleet'))[0]).toMatchObject({ paused: true, pause_reason: 'lunch', paused_by: by });
  });

  it('tell abandoned ticks and ticks never accepted apart', async () => {
    const id = await history.agent('grace');
    const stream = `activity-${id}`;
    const abandoned = (tickId: string, kind: 'like' | 'browse' | null) =>
      ({ type: 'TickAbandoned', data: { tickId, kind, deliveries: 6, reason: 'poison', costUsd: 0 } }) as const;
    await history.append(stream, abandoned(`${id}.a`, 'like'));
    await history.append(stream, abandoned(`${id}.b`, null));
    await history.append(stream, { type: 'TickSkipped', data: { tickId: `${id}.c`, due: 1, reason: 'busy' } });
    await stage.reached(
      await history.append(stream, { type: 'TickSkipped', data: { tickId: `${id}.c`, due: 1, reason: 'busy' } }),
    );
    expect(await one('activities', `${id}.a`)).toMatchObject({ kind: 'unknown', action: 'like', reason: 'poison' });
    expect(await one('activities', `${id}.b`)).toMatchObject({ kind: 'rejected', action: null });
    expect(await one('activities', `${id}.c.skipped`)).toMatchObject({ kind: 'skipped', code: 'busy', action: null });
    expect(await one('agents', id)).toMatchObject({ failed: 2 });
  });

  it('count per minute and per day what the activities say', async () => {
    const activities = await stage.rows('activities');
    const sum = (rows: Record<string, unknown>[], field: string) =>
      rows.reduce((total, row) => total + Number(row[field]), 0);
    for (const table of ['minute_stats', 'hour_stats', 'daily_stats']) {
      const stats = await stage.rows(table);
      expect(sum(stats, 'count')).toBe(activities.length);
      expect(sum(stats, 'cost_usd')).toBeCloseTo(sum(activities, 'cost_usd'), 9);
    }
    expect(sum(await stage.rows('daily_stats'), 'input_tokens')).toBe(sum(activities, 'input_tokens'));
  });

  it('count quarters of an hour, gaps, and what was used by whom', async () => {
    const activities = await stage.rows('activities');
    const sum = (rows: Record<string, unknown>[], field: string) =>
      rows.reduce((total, row) => total + Number(row[field]), 0);
    const ended = activities.filter(({ kind }) => kind !== 'skipped');
    expect(sum(await stage.rows('quarter_stats'), 'count')).toBe(ended.length);
    const rhythms = await stage.rows('agent_rhythm');
    expect(new Set(rhythms.map(({ agent_id }) => agent_id))).toEqual(new Set(ended.map(({ agent_id }) => agent_id)));
    expect(sum(rhythms, 'gaps')).toBe(sum(await stage.rows('gap_bins'), 'count'));
    expect(sum(rhythms, 'gaps')).toBeGreaterThan(0);
    const usage = await stage.rows('daily_usage');
    expect(sum(usage, 'cost_usd')).toBeCloseTo(sum(activities, 'cost_usd'), 9);
    expect(usage.map(({ prompt }) => prompt)).toContain('post@1');
  });

  it('tell who did what, refused commands too', async () => {
    const entries = await stage.rows('audit');
    const of = (action: string) => entries.filter((entry) => entry.action === action);
    expect(of('agent.pause')[0]).toMatchObject({ by, reason: 'look', target_name: 'Ada Byte', outcome: 'done' });
    expect(of('agent.configure')[0]).toMatchObject({ detail: 'changed name' });
    const refused = { command: 'agent.act', target: null, by, code: 'invalid_state', reason: 'it is idle' };
    await stage.reached(await history.fleet({ type: 'CommandRefused', data: refused }));
    expect((await stage.rows('audit')).find(({ outcome }) => outcome === 'refused')).toMatchObject({
      ...{ action: 'agent.act', target_kind: 'fleet', code: 'invalid_state', operation_id: null },
    });
  });

  it('hold personas and the state of the fleet', async () => {
    await history.append(`persona-${persona.id}`, { type: 'PersonaPublished', data: { version: 1, persona, by } });
    await history.fleet({ type: 'ActivityLevelSet', data: { level: 2.5, by, reason: '' } });
    const until = '2031-04-01T00:00:00.000Z';
    const platform = { cause: 'budget', code: 'BUDGET', until, reason: 'spent' } as const;
    await stage.reached(await history.fleet({ type: 'PlatformPaused', data: platform }));
    expect(await one('personas', persona.id)).toMatchObject({ version: 1, definition: persona, retired: false });
    expect((await stage.rows('fleet'))[0]).toMatchObject({
      activity_level: 2.5,
      platform_cause: 'budget',
      paused: true,
    });
    const retired = { version: 1, by, reason: 'old' };
    await history.append(`persona-${persona.id}`, { type: 'PersonaRetired', data: retired });
    await stage.reached(await history.fleet({ type: 'FleetResumed', data: { by, reason: '' } }));
    expect(await one('personas', persona.id)).toMatchObject({ retired: true });
    expect((await stage.rows('fleet'))[0]).toMatchObject({
      paused: false,
      platform_paused: false,
      activity_level: 2.5,
    });
  });

  it('pass over what cannot be read or stored, visibly, and go on', async () => {
    const before = projector.stats.snapshot().unreadable;
    const id = await history.agent('mallory');
    const raw = (type: string, data: unknown) => ({
      ...{ id: randomUUID(), type, data, occurredAt: '2031-03-01T10:00:00.000Z' },
      metadata: {
        correlationId: 'x',
        causationId: null,
        traceparent: null,
        schemaVersion: 1,
        synthetic: true,
      } as const,
    });
    await history.appendRaw(`activity-${id}`, raw('TickEnded', { tickId: 'half' }));
    await history.appendRaw(`activity-${id}`, raw('SomethingNew', {}));
    await history.appendRaw('activity-not-an-agent', raw('TickEnded', {}));
    const huge = { tickId: `${id}.huge`, kind: 'like', outcome: 'rejected', code: null, reason: null, costUsd: 0 };
    const data = {
      ...huge,
      inputTokens: 5_000_000_000,
      outputTokens: 0,
      model: null,
      prompt: null,
      tookMs: 1,
      shadow: false,
    };
    await history.appendRaw(`activity-${id}`, raw('TickEnded', data));
    const nasty = await history.tick(id, { kind: 'comment', text: 'nul \u0000 half \ud83d emoji 🎨', postId: 'p1' });
    await stage.reached(await history.fleet({ type: 'FleetResumed', data: { by, reason: '' } }));
    expect(await one('activities', nasty)).toMatchObject({ text: 'nul  half \ufffd emoji 🎨' });
    expect(await one('activities', `${id}.huge`)).toBeUndefined();
    expect(projector.stats.snapshot().unreadable - before).toBe(4);
  });

  it('publish after each batch where it came from and where it went', async () => {
    const { feed } = projector;
    expect(feed.length).toBeGreaterThan(3);
    for (const [n, message] of feed.entries()) if (n > 0) expect(message.previous).toBe(feed[n - 1]?.position);
    const { position } = projector.stats.snapshot();
    expect(feed.at(-1)?.position).toBe(position);
    expect(feed.reduce((sum, { activities }) => sum + activities, 0)).toBe((await stage.rows('activities')).length);
  });

  it('say that they are caught up, freshly while nothing happens, and that they do not know without the store', async () => {
    const read = async () => (await stage.rows('checkpoint'))[0] ?? {};
    await vi.waitFor(async () => expect(await read()).toMatchObject({ caught_up: true, lag_ms: 0 }), patience);
    const { updated_at } = await read();
    await vi.waitFor(async () => expect((await read()).updated_at).not.toBe(updated_at), patience);
    await stage.nats.kill();
    await vi.waitFor(async () => expect(await read()).toMatchObject({ caught_up: false }), patience);
    expect(Number((await read()).lag_ms)).toBeGreaterThan(0);
    await stage.nats.restart();
    await vi.waitFor(async () => expect(await read()).toMatchObject({ caught_up: true, lag_ms: 0 }), patience);
  });
});
