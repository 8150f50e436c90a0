import type { ActivityEvent } from '@fleet/domain/activity/activity-events';
import type { AgentEvent } from '@fleet/domain/agent/agent-events';
import { STREAM } from '@fleet/domain/identity';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { by, config, type History, historyOf, persona } from './history.ts';
import { type Stage, setStage, snapshot } from './stage.ts';

const post = { title: 'Lamp', caption: 'On a desk', imageUrl: 'https://studio.example/1.png' };

describe('drafts in the read models', () => {
  let stage: Stage;
  let history: History;
  let serial = 0;
  const one = async (table: string, id: string) => (await stage.rows(table)).find((row) => row.id === id);
  const draft = (id: string) => one('drafts', id);

  const ended = (
    tickId: string,
    more: Partial<Extract<ActivityEvent, { type: 'TickEnded' }>['data']>,
  ): ActivityEvent => ({
    type: 'TickEnded',
    data: {
      ...{
        tickId,
        kind: 'post',
        outcome: 'done',
        code: null,
        reason: null,
        costUsd: 0,
        inputTokens: 0,
        outputTokens: 0,
      },
      ...{ model: null, prompt: null, tookMs: 1, shadow: false },
      ...more,
    },
  });
  /** A post made and held back. */
  const drafted = async (agentId: string): Promise<string> => {
    const tickId = `${agentId}.d${++serial}`;
    await history.append(
      STREAM.activity(agentId),
      { type: 'PostDrafted', data: { tickId, personaId: persona.id, ...post } },
      ended(tickId, {
        outcome: 'skipped',
        code: 'held',
        reason: 'made, and waits for an operator to say yes',
        costUsd: 0.04,
      }),
    );
    return tickId;
  };
  const say = (agentId: string, type: 'DraftApproved' | 'DraftRejected', draftId: string, reason = '') =>
    history.lifecycle(agentId, { type, data: { draftId, by, reason } } as AgentEvent);

  beforeAll(async () => {
    stage = await setStage();
    history = historyOf(stage.store);
    stage.project({ maxBatchEvents: 3 });
  });
  afterAll(() => stage.close());

  it('wait with what they are, cost what they cost, and are no posts of their agent', async () => {
    const agentId = await history.agent('waiting', 'Wai Ting');
    const draftId = await drafted(agentId);
    await stage.reached(await history.fleet({ type: 'FleetResumed', data: { by, reason: '' } }));
    expect(await draft(draftId)).toMatchObject({
      ...{ state: 'waiting', agent_id: agentId, agent_name: 'Wai Ting', persona_id: persona.id },
      ...{ title: 'Lamp', caption: 'On a desk', image_url: post.imageUrl },
      ...{ decided_by: null, decided_at: null, reason: null, post_id: null },
    });
    expect(await one('activities', draftId)).toMatchObject({
      ...{ kind: 'skipped', action: 'post', code: 'held', post_id: null },
      ...{ post_title: 'Lamp', text: 'On a desk', image_url: post.imageUrl },
    });
    expect(await one('agents', agentId)).toMatchObject({ posts: 0, failed: 0, spend_usd: 0.04 });
    expect(await stage.rows('posts')).toEqual([]);
  });

  it('are approved once, told why they are not out yet, and published with their post', async () => {
    const agentId = await history.agent('approved');
    const draftId = await drafted(agentId);
    await say(agentId, 'DraftApproved', draftId, 'lovely');
    await stage.reached(await say(agentId, 'DraftRejected', draftId, 'too late'));
    expect(await draft(draftId)).toMatchObject({ state: 'approved', decided_by: by, reason: 'lovely' });
    const tickId = `${agentId}.p1`;
    const paused = ended(tickId, { outcome: 'skipped', code: 'paused', reason: 'lunch', draftId, draftOver: false });
    await stage.reached(await history.append(STREAM.activity(agentId), paused));
    expect(await draft(draftId)).toMatchObject({ state: 'approved', reason: 'not published yet: lunch' });
    const next = `${agentId}.p2`;
    await stage.reached(
      await history.append(
        STREAM.activity(agentId),
        { type: 'PostPublished', data: { tickId: next, postId: 'p-approved', ...post } },
        ended(next, { draftId, draftOver: true }),
      ),
    );
    expect(await draft(draftId)).toMatchObject({ state: 'published', post_id: 'p-approved', decided_by: by });
    expect(await one('agents', agentId)).toMatchObject({ posts: 1 });
  });

  it('that nobody can say anything about any more are told so', async () => {
    const agentId = await history.agent('over');
    const [unknown, refused, abandoned] = [await drafted(agentId), await drafted(agentId), await drafted(agentId)];
    const over = (n: number, draftId: string, outcome: 'unknown' | 'rejected') =>
      ended(`${agentId}.o${n}`, { outcome, code: outcome, reason: 'no answer', draftId, draftOver: true });
    await history.append(STREAM.activity(agentId), over(1, unknown, 'unknown'));
    await history.append(STREAM.activity(agentId), over(2, refused, 'rejected'));
    const poison = { tickId: `${agentId}.o3`, kind: 'post', deliveries: 6, reason: 'poison', costUsd: 0 } as const;
    await stage.reached(
      await history.append(STREAM.activity(agentId), {
        type: 'TickAbandoned',
        data: { ...poison, draftId: abandoned },
      }),
    );
    const told = { state: 'rejected', decided_by: 'system:actor' };
    expect(await draft(unknown)).toMatchObject({ ...told, reason: expect.stringMatching(/^not known .*: no answer$/) });
    expect(await draft(refused)).toMatchObject({ ...told, reason: expect.stringMatching(/^refused .*: no answer$/) });
    expect(await draft(abandoned)).toMatchObject({ ...told, reason: expect.stringMatching(/^not known .*: poison$/) });
  });

  it('end with their agent, but for what was published', async () => {
    const agentId = await history.agent('leaving');
    const [waiting, approved, rejected] = [await drafted(agentId), await drafted(agentId), await drafted(agentId)];
    await say(agentId, 'DraftApproved', approved);
    await say(agentId, 'DraftRejected', rejected);
    await stage.reached(await history.lifecycle(agentId, { type: 'AgentDeletionRequested', data: { by, reason: '' } }));
    for (const id of [waiting, approved])
      expect(await draft(id)).toMatchObject({ state: 'expired', reason: 'its agent was deleted' });
    expect(await draft(rejected)).toMatchObject({ state: 'rejected' });
    const tickId = `${agentId}.late`;
    await stage.reached(
      await history.append(
        STREAM.activity(agentId),
        { type: 'PostPublished', data: { tickId, postId: 'p-late', ...post } },
        ended(tickId, { draftId: approved, draftOver: true }),
      ),
    );
    expect(await draft(approved)).toMatchObject({ state: 'published', post_id: 'p-late' });
    // The tick that was under way when the order came makes one more.
    const last = `${agentId}.last`;
    const lastPost = { tickId: last, personaId: 'ai_artist', ...post };
    await stage.reached(await history.append(STREAM.activity(agentId), { type: 'PostDrafted', data: lastPost }));
    expect(await draft(last)).toMatchObject({ state: 'expired', reason: 'its agent was deleted' });
  });

  it('and levels of personas come out the same of a rebuild in one batch', async () => {
    await history.fleet({ type: 'PersonaLevelSet', data: { personaId: 'ai_artist', level: 2, by, reason: '' } });
    await history.fleet({ type: 'PersonaLevelSet', data: { personaId: 'data_viz', level: 0.5, by, reason: '' } });
    const last = await history.fleet({
      type: 'PersonaLevelSet',
      data: { personaId: 'ai_artist', level: 1, by, reason: '' },
    });
    await stage.reached(last);
    expect((await stage.rows('fleet'))[0]).toMatchObject({ persona_levels: { data_viz: 0.5 } });
    const live = await snapshot(stage);
    await stage.rebuild(1_000);
    expect(await snapshot(stage)).toEqual(live);
    expect(live.drafts).toHaveLength(9);
  });

  it('take an agent’s newer version of its persona', async () => {
    const agentId = await history.agent('adopting');
    const taken = { config, persona: { id: persona.id, version: 4 }, by, reason: '' };
    await stage.reached(await history.lifecycle(agentId, { type: 'AgentReconfigured', data: taken }));
    expect(await one('agents', agentId)).toMatchObject({ persona_id: persona.id, persona_version: 4 });
    await history.lifecycle(agentId, { type: 'AgentProvisioningFailed', data: { reason: 'no' } });
    await stage.reached(
      await history.lifecycle(agentId, { type: 'AgentProvisioningRequested', data: { by, reason: '' } }),
    );
    expect(await one('agents', agentId)).toMatchObject({ status: 'idle', provisioning_error: null });
  });
});
