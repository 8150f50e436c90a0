import type { ActionKind } from '@fleet/domain/activity/activity-events';
import { afterEach, describe, expect, it } from 'vitest';
import type { Actor } from '../src/app.ts';
import { MIDNIGHT, openStudioWorld, type StudioWorld } from './studio-world.ts';

let stage: StudioWorld;
afterEach(() => stage.close());

/** One tick to its end, six seconds after the last one. */
const act = async (actor: Actor, agentId: string, kind: ActionKind) => {
  await stage.pass(6_000);
  const work = stage.world.deliver(actor, stage.world.tick(agentId, kind));
  await work.done;
  return work.ended;
};
const fleetTypes = () => stage.world.fleet().map(({ type }) => type);

describe('503 FLEET_PAUSED', () => {
  it('stops every call but one probe a minute by one actor, and a good probe lifts it', async () => {
    stage = await openStudioWorld();
    const { world } = stage;
    const [mira, noor] = [await stage.agent('mira'), await stage.agent('noor')];
    const [one, two] = [await stage.actor(), await stage.actor()];
    await stage.control({ paused: 'writes' });
    await act(one, mira, 'comment');
    expect(world.fleet()).toMatchObject([{ type: 'PlatformPaused', data: { cause: 'kill_switch' } }]);
    expect(world.ends(mira)).toMatchObject([{ outcome: 'rejected', code: 'FLEET_PAUSED' }]);
    expect(world.llm.inputs).toHaveLength(1);

    const before = (await stage.calls()).length;
    for (const kind of ['comment', 'post', 'like'] as const) {
      await act(one, mira, kind);
      await act(two, noor, kind);
    }
    await stage.pass(180_000 - 36_000);
    expect(world.llm.inputs).toHaveLength(1);
    expect(await stage.probes()).toBe(2);
    expect((await stage.calls()).length - before).toBe(2);
    expect(fleetTypes()).toEqual(['PlatformPaused']);

    await stage.control({ paused: false });
    await stage.pass(60_000);
    expect(fleetTypes()).toEqual(['PlatformPaused', 'PlatformResumed']);
    await act(two, noor, 'comment');
    expect(world.ends(noor)).toMatchObject([{ kind: 'comment', outcome: 'done' }]);
    const probes = await stage.probes();
    await stage.pass(120_000);
    expect(await stage.probes()).toBe(probes);
  });

  it('on everything, reads too, is heard before the model is asked', async () => {
    stage = await openStudioWorld();
    const mira = await stage.agent('mira');
    const actor = await stage.actor();
    await stage.control({ paused: true });
    await act(actor, mira, 'comment');
    expect(fleetTypes()).toEqual(['PlatformPaused']);
    expect(stage.world.llm.inputs).toEqual([]);
  });

  it('when lifted leaves an operator’s pause as it is', async () => {
    stage = await openStudioWorld();
    const { world } = stage;
    const mira = await stage.agent('mira');
    const actor = await stage.actor();
    await stage.control({ paused: 'writes' });
    await act(actor, mira, 'like');
    const by = { by: 'operator', reason: 'looking at it' };
    await world.append('fleet-main', [{ type: 'FleetPaused', data: { cause: 'operator', ...by } }]);
    await stage.control({ paused: false });
    await stage.pass(70_000);
    expect(fleetTypes()).toEqual(['PlatformPaused', 'FleetPaused', 'PlatformResumed']);
    const before = (await stage.calls()).length;
    await act(actor, mira, 'like');
    expect(await stage.calls()).toHaveLength(before);
    await world.append('fleet-main', [{ type: 'FleetResumed', data: by }]);
    await act(actor, mira, 'like');
    expect(world.ends(mira).at(-1)).toMatchObject({ outcome: 'done' });
  });
});

describe('429', () => {
  it('for an agent’s limit puts that agent to sleep until the platform’s day is over, and no other', async () => {
    stage = await openStudioWorld();
    const { world } = stage;
    const [mira, noor] = [await stage.agent('mira'), await stage.agent('noor')];
    const actor = await stage.actor();
    await stage.control({ agentDaily: { limit: 1, resetAt: 'valid' } });
    await act(actor, mira, 'like');
    await act(actor, mira, 'like');
    expect(world.ends(mira).at(-1)).toMatchObject({ outcome: 'rejected', code: 'AGENT_DAILY_LIMIT_EXCEEDED' });
    expect(world.lifecycle(mira).at(-1)).toBe('AgentSlept');
    await act(actor, noor, 'like');
    expect(world.ends(noor)).toMatchObject([{ outcome: 'done' }]);
    const before = (await stage.calls()).length;
    await act(actor, mira, 'like');
    expect(await stage.calls()).toHaveLength(before);
    await stage.pass(MIDNIGHT - world.clock.wallNow());
    await act(actor, mira, 'like');
    expect(world.ends(mira).at(-1)).toMatchObject({ outcome: 'done' });
    expect(fleetTypes()).toEqual([]);
  });

  it('for the fleet’s budget puts all to sleep until then, without a probe', async () => {
    stage = await openStudioWorld();
    const { world } = stage;
    const [mira, noor] = [await stage.agent('mira'), await stage.agent('noor')];
    const actor = await stage.actor();
    await stage.control({ fleetDaily: { limit: 0, resetAt: 'valid' } });
    await act(actor, mira, 'like');
    const until = new Date(MIDNIGHT).toISOString();
    expect(world.fleet()).toMatchObject([{ type: 'PlatformPaused', data: { cause: 'budget', until } }]);
    const before = (await stage.calls()).length;
    await act(actor, noor, 'comment');
    await stage.pass(120_000);
    expect(await stage.calls()).toHaveLength(before);
    await stage.control({ fleetDaily: null });
    await stage.pass(MIDNIGHT - world.clock.wallNow());
    await act(actor, noor, 'like');
    expect(world.ends(noor)).toMatchObject([{ outcome: 'done' }]);
    expect(await stage.probes()).toBe(0);
  });
});

describe('401', () => {
  it('stops the fleet until an operator resumes it, says so, and asks no more', async () => {
    stage = await openStudioWorld();
    const { world } = stage;
    const [mira, noor] = [await stage.agent('mira'), await stage.agent('noor')];
    const actor = await stage.actor();
    await stage.control({ unauthorized: true });
    await act(actor, mira, 'like');
    expect(world.fleet()).toMatchObject([{ type: 'FleetPaused', data: { cause: 'unauthorized' } }]);
    expect(actor.stats().paused).toBeTruthy();
    expect(stage.client.health()).toMatchObject({ ok: false, message: expect.stringMatching(/FLOIMG_SERVICE_TOKEN/) });
    expect(JSON.stringify(world.errors)).toMatch(/the fleet is paused: unauthorized/);
    const before = (await stage.calls()).length;
    await act(actor, noor, 'comment');
    await stage.pass(120_000);
    expect(await stage.calls()).toHaveLength(before);
    await stage.control({ unauthorized: false });
    await world.append('fleet-main', [{ type: 'FleetResumed', data: { by: 'operator', reason: 'new token' } }]);
    await act(actor, noor, 'like');
    expect(world.ends(noor)).toMatchObject([{ outcome: 'done' }]);
  });
});

describe('shadow mode', () => {
  it('sends the Studio nothing but reads, whatever an agent decides, the probe included', async () => {
    stage = await openStudioWorld({ readOnly: true });
    const { world } = stage;
    const mira = await stage.agent('mira');
    const actor = await stage.actor();
    const made = (await stage.calls()).length;
    for (const kind of ['post', 'comment', 'like', 'browse'] as const) await act(actor, mira, kind);
    expect(world.ends(mira).map(({ kind, outcome, shadow }) => `${kind} ${outcome} ${shadow}`)).toEqual(
      ['post', 'comment', 'like', 'browse'].map((kind) => `${kind} done true`),
    );
    await stage.control({ paused: true });
    await act(actor, mira, 'browse');
    await stage.control({ paused: false });
    await stage.pass(70_000);
    expect(fleetTypes()).toEqual(['PlatformPaused', 'PlatformResumed']);
    const sent = (await stage.calls()).slice(0, -made);
    expect(sent.length).toBeGreaterThan(4);
    expect(sent.filter(({ method, effect }) => method !== 'GET' || effect !== null)).toEqual([]);
  });
});
