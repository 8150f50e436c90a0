import { STREAM } from '@fleet/domain/identity';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, until } from './actor-stage.ts';

const KILLS = 20;
/** Steps after whose sending a process dies, in turn. */
const STEPS = ['publish', 'publish', 'compose'] as const;

describe('an actor killed with -9 after sending and before the outcome', () => {
  let world: Awaited<ReturnType<typeof openStage>>;
  beforeAll(async () => {
    world = await openStage();
  });
  afterAll(() => world.close());

  it(`${KILLS} times leaves no duplicate by the gallery’s own call log, and every tick ends`, async () => {
    const heir = await world.actor({});
    const agents = await Promise.all(Array.from({ length: 150 }, (_, i) => world.agent(`agent_${i}`)));
    await until('the users', async () => {
      const provisioned = await Promise.all(agents.map((id) => world.typesOf(STREAM.agent(id))));
      return provisioned.every((types) => types.includes('AgentProvisioned'));
    });
    // Answers take their time, so that a process dies while one is under way.
    await world.control({ latencyMs: 100 });

    const kinds = ['like', 'comment', 'post'] as const;
    const used: string[] = [];
    let kills = 0;
    while (kills < KILLS) {
      const step = STEPS[kills % STEPS.length] ?? 'publish';
      const dying = await world.actor({ FLEET_CRASH_AT: `sent-no-answer:${step}`, ACTOR_CONCURRENCY: '2' });
      let gone = false;
      void dying.gone.then(() => {
        gone = true;
      });
      while (!gone && used.length < agents.length) {
        const agentId = agents[used.length] ?? '';
        const kind = step === 'compose' && used.length % 3 === 0 ? 'post' : (kinds[used.length % 3] ?? 'like');
        used.push(agentId);
        await world.publish(agentId, kind);
        await Promise.race([dying.gone, new Promise((resolve) => setTimeout(resolve, 600))]);
      }
      expect(gone, `no tick for an actor: ${dying.said()}`).toBe(true);
      expect(await dying.gone, dying.said()).toBe('SIGKILL');
      kills++;
    }
    expect(kills).toBe(KILLS);

    await until('every tick to end', async () => {
      const streams = await Promise.all(used.map((id) => world.typesOf(STREAM.activity(id))));
      return streams.every((types) => types.includes('TickEnded') || types.includes('TickAbandoned'));
    });
    const streams = await Promise.all(used.map((id) => world.typesOf(STREAM.activity(id))));
    for (const types of streams) {
      expect(types.filter((type) => type === 'TickAccepted')).toHaveLength(1);
      expect(types.filter((type) => type === 'TickEnded' || type === 'TickAbandoned')).toHaveLength(1);
    }
    const effects = (await world.calls()).filter(({ effect }) => /^(post|comment|like|unlike):/.test(effect ?? ''));
    const byAgent = Map.groupBy(effects, ({ agent }) => agent);
    for (const [agent, made] of byAgent) expect(made, `effects of ${agent}`).toHaveLength(1);
    expect(effects.filter(({ effect }) => effect?.startsWith('unlike'))).toEqual([]);
    // What the gallery holds is what the streams say happened.
    const facts = streams.flat().filter((type) => /^(PostPublished|CommentLeft|PostLiked)$/.test(type));
    expect(facts.length).toBe(effects.length);
    heir.child.kill('SIGTERM');
    expect(await heir.gone).toBeNull();
  }, 300_000);
});
