import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUILT_IN_PERSONAS } from '@fleet/domain/persona/catalogue';
import { fileTextOf } from '@fleet/domain/persona/persona-files';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../src/app.ts';
import { anaId, benId, draft, fleet, seedingId, startFakeGateway, summary, token } from './fake-gateway.ts';

const artist = BUILT_IN_PERSONAS.find(({ id }) => id === 'ai_artist') ?? expect.fail();
let root: string;
let gateway: Awaited<ReturnType<typeof startFakeGateway>> | null = null;

const serve = async (answers: Parameters<typeof startFakeGateway>[0] = {}) => {
  gateway = await startFakeGateway(answers);
  mkdirSync(join(root, '.fleet'), { recursive: true });
  writeFileSync(
    join(root, '.fleet', 'run.json'),
    JSON.stringify({ api: `${gateway.url}/api/v1`, token, services: [] }),
  );
};
const run = async (line: string) => {
  const said: string[] = [];
  const complained: string[] = [];
  const code = await runCli(line.split(' '), {
    ...{ env: {}, root },
    stdout: (text) => said.push(text),
    stderr: (text) => complained.push(text),
  });
  return { code, out: said.join('\n'), err: complained.join('\n'), json: () => JSON.parse(said.join('\n')) };
};
const asked = () => gateway?.calls.map(({ method, path, body }) => [method, path, body]);
const write = (name: string, text: string) => {
  mkdirSync(join(root, 'personas'), { recursive: true });
  writeFileSync(join(root, 'personas', name), text);
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fleet-cli-personas-'));
});
afterEach(async () => {
  await gateway?.close();
  gateway = null;
  rmSync(root, { recursive: true });
});

describe('fleet persona', () => {
  it('lists who there is, with agents, level and what is behind', async () => {
    await serve({
      'GET /api/v1/personas': {
        body: { data: [summary(), summary({ id: 'old', retired: true, hold: true })], next: null },
      },
    });
    const { code, out } = await run('persona list');
    expect(code).toBe(0);
    expect(out).toMatch(/^ai_artist +3 +4 +3 behind +×0\.5$/m);
    expect(out).toMatch(/^old .* retired, on hold$/m);
    expect((await run('persona list --json')).json().data[0]).toMatchObject({ id: 'ai_artist' });
  });

  it('shows one as the text of its file, with its versions', async () => {
    await serve();
    const { out } = await run('persona show ai_artist');
    expect(out).toContain(fileTextOf(artist).trimEnd());
    expect(out).toContain('version 3, 2026-03-02T12:00:00.000Z, by cli: calmer');
    expect(await run('persona show nobody')).toMatchObject({ code: 1 });
  });

  it('checks files without any fleet: file, line, field, value and fix of everything wrong', async () => {
    write('ai_artist.json', fileTextOf(artist));
    write('wrong.json', fileTextOf({ ...artist, id: 'wrong', weights: { ...artist.weights, post: 1.2 } }));
    write('broken.json', '{\n  "id": oops\n}');
    const { code, out } = await run('persona check');
    expect(code).toBe(1);
    expect(out.split('\n')).toEqual([
      'broken.json:2: is not JSON: invalid symbol',
      'wrong.json:11: weights.post is 1.2: must be at most 1',
      'Well formed: ai_artist.',
    ]);
    expect((await run('persona check --json')).json()).toMatchObject({
      ids: ['ai_artist'],
      problems: [{ file: 'broken.json' }, { file: 'wrong.json', line: 11, field: 'weights.post' }],
    });
    expect((await run(`persona check ${join(root, 'personas', 'ai_artist.json')}`)).code).toBe(0);
    expect((await run(`persona check ${join(root, 'nowhere.json')}`)).out).toContain('nowhere.json:1: cannot be read');
  });

  it('says so when there are no files', async () => {
    expect(await run('persona check')).toMatchObject({ code: 1, err: expect.stringContaining('fleet persona export') });
  });

  it('imports all files or none, and says what to do next', async () => {
    write('ai_artist.json', `// ours\n${fileTextOf(artist)}`);
    await serve();
    const { code, out } = await run('persona import --reason edited');
    expect(code).toBe(0);
    expect(out).toMatch(/^ai_artist +version 3 +3 agents of older versions: fleet persona adopt ai_artist$/);
    expect(asked()).toEqual([['POST', '/api/v1/personas', { persona: artist, reason: 'edited' }]]);
    write('wrong.json', '{}');
    const refused = await run('persona import');
    expect([refused.code, asked()?.length]).toEqual([1, 1]);
    expect(refused.err).toMatch(/wrong\.json:1: id is missing.*Nothing was imported\.$/s);
  });

  it('exports those of the fleet, or those it brings with it without asking anybody', async () => {
    expect((await run('persona export --built-in ai_artist ux_designer')).code).toBe(0);
    expect(readdirSync(join(root, 'personas'))).toEqual(['ai_artist.json', 'ux_designer.json']);
    expect((await run('persona export --built-in nobody')).err).toContain('no built-in persona nobody');
    await serve();
    const dir = join(root, 'elsewhere');
    expect((await run(`persona export --dir ${dir}`)).out).toBe(`Wrote 1 file to ${dir}.`);
    expect(readFileSync(join(dir, 'ai_artist.json'), 'utf8')).toBe(fileTextOf(artist));
  });

  it('retires, and brings a version to agents until that is done', async () => {
    await serve();
    expect((await run('persona retire ai_artist --reason old')).out).toBe(
      'ai_artist is retired; 4 agents of it go on.',
    );
    const { code, out } = await run('persona adopt ai_artist');
    expect([code, out]).toEqual([
      1,
      `2 agents of ai_artist took version 3 over, 1 refused:\n  ${benId}: it is being deleted`,
    ]);
    expect(asked()?.slice(-2)).toEqual([
      ['POST', '/api/v1/personas/ai_artist/adopt', { reason: '' }],
      ['GET', `/api/v1/adoptions/${seedingId}`, null],
    ]);
  });

  it('previews a day', async () => {
    const hours = [{ at: '2026-03-02T13:00:00.000Z', post: 1, comment: 2, like: 3, browse: 4 }];
    const body = {
      ...{ from: '2026-03-02T13:00:00.000Z', to: '2026-03-03T13:00:00.000Z', timeZone: 'UTC', agents: 5, perAgent: 2 },
      ...{ hours, examples: [{ username: 'ai_fog', name: 'Ona Fog', interests: [] }] },
    };
    await serve({ 'POST /api/v1/personas/ai_artist/preview': { body } });
    const { out } = await run('persona preview ai_artist --agents 5');
    expect(out).toMatch(/^2026-03-02 13:00 +1 +2 +3 +4$/m);
    expect(out).toContain('5 agents, 2 moments each');
    expect(out).toContain('Ona Fog (@ai_fog)');
    expect(asked()).toEqual([['POST', '/api/v1/personas/ai_artist/preview', { agents: 5 }]]);
    expect((await run('persona preview ai_artist --agents 500')).code).toBe(2);
  });
});

describe('fleet level', () => {
  it('shows levels, and sets that of the fleet or of a persona', async () => {
    await serve({ 'GET /api/v1/fleet': { body: { ...fleet(), personaLevels: { ai_artist: 0.5, data_viz: 2 } } } });
    expect((await run('level')).out).toMatch(/^fleet +1\nai_artist +×0\.5\ndata_viz +×2$/);
    expect((await run('level --persona data_viz')).out).not.toContain('ai_artist');
    expect((await run('level 2 --reason busy')).out).toBe("The fleet's activity level is 2.");
    expect((await run('level 0.5 --persona ai_artist')).out).toContain('ai_artist are at ×0.5');
    expect(asked()?.filter(([method]) => method === 'PATCH')).toEqual([
      ['PATCH', '/api/v1/fleet', { activityLevel: 2, reason: 'busy' }],
      ['PATCH', '/api/v1/personas/ai_artist', { activityLevel: 0.5, reason: '' }],
    ]);
  });

  it.each(['5', '-1', 'much'])('refuses %s', async (level) => {
    await serve();
    const { code, err } = await run(`level ${level}`);
    expect([code, asked()]).toEqual([2, []]);
    expect(err).not.toBe('');
  });
});

describe('fleet draft', () => {
  it('lists what waits, says yes and no', async () => {
    await serve();
    const { id } = draft('waiting');
    expect((await run('draft list --persona ai_artist')).out).toMatch(
      new RegExp(`^${anaId}\\.abc +Ana +A tide +Kept the tide\\.$`),
    );
    expect(asked()?.[0]?.[1]).toBe('/api/v1/drafts?state=waiting&persona=ai_artist');
    expect((await run(`draft approve ${id} --reason lovely`)).out).toBe(`${id}: approved`);
    expect((await run(`draft reject ${id}`)).out).toBe(`${id}: rejected`);
    expect(asked()?.slice(1)).toEqual([
      ['POST', `/api/v1/drafts/${id}/approve`, { reason: 'lovely' }],
      ['POST', `/api/v1/drafts/${id}/reject`, { reason: '' }],
    ]);
    expect((await run('draft list --state lost')).code).toBe(2);
    expect((await run('draft approve')).code).toBe(2);
  });
});
