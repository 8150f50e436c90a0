import type { ActionKind } from '@fleet/domain/activity/activity-events';
import { startNats, type TestNats } from '@fleet/testkit/nats';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Ground, openGround, SHORT } from '../../../dev/chaos/ground.ts';
import { check } from '../../../dev/chaos/invariants.ts';
import { hasEnded, killRound, storiesOf } from '../../../dev/chaos/kill-round.ts';
import { until } from '../../../dev/chaos/processes.ts';
import { isOver } from '../../../dev/chaos/ticks.ts';

const KILLS = 20;
/** Steps after whose sending a process dies, in turn. */
const STEPS = ['publish', 'compose', 'publish'] as const;
const KINDS: readonly ActionKind[] = ['like', 'comment', 'post', 'comment'];
const SPARE = 15;

let nats: TestNats;
let ground: Ground;
beforeAll(async () => {
  nats = await startNats();
  ground = await openGround(nats.url);
}, 120_000);
afterEach(() => ground.endActors());
afterAll(async () => {
  await ground?.close();
  await nats?.stop();
});

const ended = (agentId: string): Promise<boolean> => hasEnded(ground, agentId);

describe('actors killed with -9 after sending and before the outcome', () => {
  it(`${KILLS} at once leave no duplicate by the gallery’s own call log, and every tick ends as it was`, async () => {
    const agents = await Promise.all(Array.from({ length: KILLS + SPARE }, (_, i) => ground.agent(`agent_${i}`)));
    const given = await killRound(ground, {
      crashAt: Array.from({ length: KILLS }, (_, i) => `sent-no-answer:${STEPS[i % STEPS.length]}`),
      kinds: KINDS,
      agents,
      started: async () => {
        await ground.provisioned(agents);
        // Answers take their time, so that a process dies while one is under way; some writes land after their connection.
        await ground.control({ latencyMs: 100, landLate: { share: 0.1, delayMs: 800 } });
      },
    });

    const heir = await ground.actor();
    await until('every tick to end', async () => {
      const stories = await storiesOf(ground, given);
      return given.every((tick) => isOver(tick, stories.get(tick.agentId) ?? [], Date.now()));
    });
    const used = new Set(given.map(({ agentId }) => agentId));
    const findings = check(await ground.stories([...used]), await ground.calls());
    expect(findings.violations).toEqual([]);
    expect(findings.untold).toBe(0);
    expect(findings.ticks).toBe(given.length);
    expect(findings.effects).toBeGreaterThan(KILLS / 2);
    heir.child.kill('SIGTERM');
    expect(await heir.gone).toBeNull();
  }, 300_000);
});

describe('an actor stopped between its attempt and its sending', () => {
  const stopping = async (username: string) => {
    const agentId = await ground.agent(username);
    const slow = await ground.actor({ FLEET_CRASH_AT: 'stop:appended-not-sent:publish', ACTOR_CONCURRENCY: '1' });
    await ground.provisioned([agentId]);
    await ground.control({ latencyMs: 0, landLate: null });
    await ground.publish(agentId, 'like');
    await until('the process to stop', async () => slow.isStopped());
    return { agentId, slow };
  };
  const idle = async (one: { metric(name: string): Promise<number> }) =>
    (await one.metric('fleet_actor_ticks_in_flight')) === 0 && (await one.metric('fleet_actor_ticks_parked')) === 0;
  const effectsOf = async (username: string) =>
    (await ground.calls()).filter(({ agent, effect }) => agent === username && effect !== null);

  it('refuses to send when it goes on after another one took over: its append conflicts, and there is one effect', async () => {
    const { agentId, slow } = await stopping('stopped_one');
    const heir = await ground.actor();
    await until('the tick to end', () => ended(agentId));
    const before = await ground.story(agentId);
    expect(await effectsOf('stopped_one')).toHaveLength(1);
    slow.child.kill('SIGCONT');
    await until('the stopped one to finish', async () => !slow.isStopped() && (await idle(slow)));
    // It left what another one ended, and said nothing of its own.
    expect(await ground.story(agentId)).toEqual(before);
    expect(await effectsOf('stopped_one')).toHaveLength(1);
    expect(check(await ground.stories([agentId]), await ground.calls()).violations).toEqual([]);
    for (const one of [slow, heir]) {
      one.child.kill('SIGTERM');
      expect(await one.gone).toBeNull();
    }
  }, 120_000);

  it('alone sends nothing of that attempt either, and makes a new one in time', async () => {
    const { agentId, slow } = await stopping('stopped_two');
    await new Promise((resolve) => setTimeout(resolve, SHORT.send + 500));
    slow.child.kill('SIGCONT');
    await until('the tick to end', () => ended(agentId));
    const failed = (await ground.story(agentId)).flatMap((e) => (e.type === 'EffectFailed' ? [e.data] : []));
    expect(failed).toMatchObject([{ code: 'not_sent', again: true }]);
    expect(await effectsOf('stopped_two')).toHaveLength(1);
    slow.child.kill('SIGTERM');
    expect(await slow.gone).toBeNull();
  }, 120_000);
});
