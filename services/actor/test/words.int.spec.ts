import { STREAM } from '@fleet/domain/identity';
import { BUILT_IN_PERSONAS } from '@fleet/domain/persona/catalogue';
import { createDatabase, type TestDatabase } from '@fleet/testkit/postgres';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openStage, until } from './actor-stage.ts';

let stage: Awaited<ReturnType<typeof openStage>>;
let database: TestDatabase;
let agents = 0;
beforeAll(async () => {
  [stage, database] = await Promise.all([openStage(), createDatabase()]);
  await stage.actor({ DATABASE_URL: database.url });
});
afterEach(() => stage.model({ mode: 'normal' }));
afterAll(async () => {
  await stage.close();
  await database.drop();
});

const provisioned = async (persona?: { readonly id: string; readonly version: number }): Promise<string> => {
  const id = await stage.agent(`words_${++agents}`, persona && { persona });
  await until('the user', async () => (await stage.typesOf(STREAM.agent(id))).includes('AgentProvisioned'));
  return id;
};
const act = async (agentId: string, kind: 'post' | 'comment') => {
  await stage.publish(agentId, kind);
  await until(`the end of a ${kind}`, async () => (await stage.endsOf(agentId)).length > 0);
  return (await stage.endsOf(agentId)).at(-1);
};
const composedOf = async (agentId: string) =>
  (await stage.eventsOf(agentId)).flatMap((event) =>
    event.type === 'EffectSucceeded' && event.data.result.step === 'compose' ? [event.data.result] : [],
  );

describe('an agent that is to have a character of its own', () => {
  it('gets it before its user is made, and keeps its persona’s when the model does not answer', async () => {
    const [grown, kept] = ['words_grown', 'words_kept'];
    const provisionedAs = async (username: string) => {
      const stream = STREAM.agent(await stage.agent(username, { grow: true }));
      await until('the user', async () => (await stage.typesOf(stream)).includes('AgentProvisioned'));
      return (await stage.typesOf(stream)).filter((type) => type !== 'AgentStarted');
    };
    const order = ['AgentCreated', 'AgentGrown', 'AgentProvisioned'];
    expect(await provisionedAs(grown)).toEqual(order);
    await stage.model({ mode: 'refusal' });
    expect(await provisionedAs(kept)).toEqual(order);
  });
});

describe('a model that answers badly', () => {
  it('seals every verdict of what is published, the picture’s too', async () => {
    const agentId = await provisioned();
    expect(await act(agentId, 'post')).toMatchObject({ outcome: 'done', prompt: { id: 'post', version: 3 } });
    const [composed] = await composedOf(agentId);
    expect(composed?.verdicts.map(({ check }) => check)).toEqual(
      expect.arrayContaining([
        'schema',
        'caption-links',
        'caption-blocklist',
        'moderation',
        'near-duplicate',
        'caption-human',
      ]),
    );
    expect(composed?.verdicts.every(({ ok }) => ok)).toBe(true);
    const rendered = (await stage.eventsOf(agentId)).find(
      (event) => event.type === 'EffectSucceeded' && event.data.result.step === 'render',
    );
    expect(rendered?.data).toMatchObject({ result: { verdicts: [{ check: 'picture-moderation', ok: true }] } });
  });

  it.each([
    ['prose', 2, 'rejected', 'prose'],
    ['empty', 2, 'rejected', 'empty'],
    ['foreign', 2, 'skipped', 'guardrail'],
    ['link', 2, 'skipped', 'guardrail'],
    ['wrong-index', 2, 'rejected', 'index_out_of_range'],
    ['refusal', 1, 'rejected', 'refusal'],
    ['huge', 1, 'rejected', 'too_large'],
  ])('%s: a comment ends after %d calls as %s (%s)', async (mode, calls, outcome, code) => {
    const agentId = await provisioned();
    const { total } = await stage.model();
    await stage.model({ mode });
    expect(await act(agentId, 'comment')).toMatchObject({ outcome, code });
    expect((await stage.model()).total - total).toBe(calls);
  });

  it.each([
    ['prose', 2],
    ['empty', 2],
    ['foreign', 2],
    ['link', 2],
    ['refusal', 1],
    ['huge', 1],
  ])('%s: a post ends after %d calls with a text of the bank', async (mode, calls) => {
    const agentId = await provisioned();
    const { total } = await stage.model();
    await stage.model({ mode });
    expect(await act(agentId, 'post')).toMatchObject({ outcome: 'done' });
    expect((await stage.model()).total - total).toBe(calls);
    expect(await composedOf(agentId)).toMatchObject([{ source: 'bank', provider: 'bank', rejected: {} }]);
  });

  it('uses up a persona’s own bank, saying no caption twice, and goes on with a built-in one', async () => {
    const [definition] = BUILT_IN_PERSONAS;
    if (!definition) throw new Error('no persona');
    const captions = [
      'Ebb, and the jetty shows its knees.',
      'A tide table reads like verse.',
      'Fog took the far buoy.',
    ];
    const bank = { captions, imagePrompts: ['Line chart of tides, slate and foam', 'Bar chart of ferries, deep blue'] };
    const persona = { ...definition, id: 'tide_watcher', bank };
    const data = { version: 1, persona, by: 'spec' };
    await stage.append(STREAM.persona('tide_watcher'), [{ type: 'PersonaPublished', data }]);
    const said: string[] = [];
    await stage.model({ mode: 'refusal' });
    for (let i = 0; i <= captions.length; i++) {
      const agentId = await provisioned({ id: 'tide_watcher', version: 1 });
      expect(await act(agentId, 'post')).toMatchObject({ outcome: 'done' });
      const [composed] = await composedOf(agentId);
      if (composed?.composed.kind !== 'post') throw new Error('no post');
      said.push(composed.composed.caption);
      const { prompt, verdicts } = composed;
      const note = verdicts.find(({ check }) => check === 'own-bank')?.note;
      if (i < captions.length) {
        expect([prompt.id, note]).toEqual(['bank:tide_watcher', undefined]);
        expect(verdicts).toContainEqual({ check: 'moderation', ok: true });
      } else {
        expect(prompt.id).not.toBe('bank:tide_watcher');
        expect(note).toMatch(/^none of its 3 captions \(3 said before/);
      }
    }
    expect(said.slice(0, captions.length).toSorted()).toEqual(captions.toSorted());
    expect(captions).not.toContain(said.at(-1));
  });

  it('mended, is published as the model’s own', async () => {
    const agentId = await provisioned();
    await stage.model({ mode: 'link', forNext: 1 });
    expect(await act(agentId, 'post')).toMatchObject({ outcome: 'done' });
    const composed = await composedOf(agentId);
    expect(composed).toHaveLength(1);
    expect(composed[0]?.source).toBeUndefined();
    const types = await stage.typesOf(STREAM.activity(agentId));
    expect(types.filter((type) => type === 'EffectFailed')).toHaveLength(1);
  });

  it('that does not answer in time leaves no agent stuck: a comment is unknown, a post has a text of the bank', async () => {
    const [writer, poster] = [await provisioned(), await provisioned()];
    await stage.model({ mode: 'hang' });
    expect(await act(writer, 'comment')).toMatchObject({ outcome: 'unknown' });
    expect(await act(poster, 'post')).toMatchObject({ outcome: 'done' });
    await stage.model({ mode: 'normal' });
  });
});
