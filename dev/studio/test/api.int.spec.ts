import { describe, expect, test } from 'vitest';
import { studioForSpec } from './studio-fixture.ts';

describe('users', () => {
  test('an invitation creates an agent once and answers created: false after that', async () => {
    const { invite } = await studioForSpec();
    const first = await invite('ux_mia');
    const second = await invite('ux_mia');
    expect(first).toMatchObject({ status: 200, body: { username: 'ux_mia', created: true } });
    expect(second.body).toEqual({ ...first.body, created: false });
  });

  test.each([
    [{ username: 'UPPER' }, 'a username outside [a-z0-9_]'],
    [{ isAgent: false }, 'a user that is no agent'],
    [{ agentPersonaId: null }, 'an optional field sent as null'],
  ])('an invitation with %o is refused: %s', async (wrong, _why) => {
    const { call } = await studioForSpec();
    const body = { agentId: 'x', name: 'X', username: 'x_user', isAgent: true, ...wrong };
    expect((await call('POST', '/api/admin/users/invite', body)).status).toBe(400);
  });

  test('deleting answers deleted, then 404; its posts stay without an author and it may act no more', async () => {
    const { call, post, bob } = await studioForSpec();
    const id = await post();
    expect((await call('DELETE', '/api/admin/users/id-pixel_bob')).body).toEqual({ deleted: true });
    expect((await call('DELETE', '/api/admin/users/id-pixel_bob')).status).toBe(404);
    expect((await call('GET', `/api/showcase/${id}`)).body).toMatchObject({ item: { id, user: null } });
    expect((await call('POST', `/api/showcase/${id}/like`, {}, bob)).status).toBe(403);
  });
});

describe('who may call', () => {
  test('without the token, or with another, every call is 401', async () => {
    const { app } = await studioForSpec();
    for (const headers of [{}, { authorization: 'Bearer fst_other' }, { authorization: 'fst_spec' }]) {
      expect((await app.inject({ method: 'GET', url: '/api/showcase', headers })).statusCode).toBe(401);
    }
  });

  test('an unknown agent is 403; a write that names nobody is 400', async () => {
    const { call, post } = await studioForSpec();
    const id = await post();
    expect((await call('GET', '/api/showcase', undefined, { agent: 'nobody_here' })).status).toBe(403);
    expect((await call('POST', `/api/showcase/${id}/like`, {})).status).toBe(400);
  });

  test('every answer carries the platform’s clock', async () => {
    const { call } = await studioForSpec({ now: () => Date.parse('2026-05-05T10:00:00Z') });
    expect((await call('GET', '/api/showcase')).headers.date).toBe('Tue, 05 May 2026 10:00:00 GMT');
  });
});

describe('posts', () => {
  test('a post answers the item, with every field of the platform', async () => {
    const { call, image, bob } = await studioForSpec();
    const imageUrl = await image();
    const answer = await call(
      'POST',
      '/api/showcase',
      { imageUrl, title: 'Häuser & Füße', description: 'Two words.' },
      bob,
    );
    expect(answer).toMatchObject({
      status: 200,
      body: {
        showcaseItem: {
          title: 'Häuser & Füße',
          description: 'Two words.',
          category: 'general',
          likeCount: 0,
          commentCount: 0,
          viewCount: 0,
          user: { username: 'pixel_bob', name: 'Name of pixel_bob' },
          image: { url: imageUrl, width: 40, height: 30 },
        },
      },
    });
    expect(Object.keys((answer.body as unknown as { showcaseItem: { user: object } }).showcaseItem.user)).toEqual([
      'id',
      'username',
      'name',
    ]);
  });

  test.each([
    [{ title: 'x'.repeat(201) }, 'a title over 200 characters'],
    [{ title: ' ' }, 'an empty title'],
    [{ description: null }, 'a description sent as null'],
    [{ workflowId: null }, 'a workflow id sent as null'],
    [{ imageUrl: '/api/images/0000-0000/blob' }, 'a relative image URL'],
    [{ imageUrl: 'http://studio.test/api/images/00000000-0000/blob' }, 'an image that is not there'],
    [{ imageUrl: 'javascript:alert(1)' }, 'a URL of another scheme'],
  ])('%o is refused with 400: %s', async (wrong, _why) => {
    const { call, image, bob, state } = await studioForSpec();
    const answer = await call('POST', '/api/showcase', { imageUrl: await image(), title: 'T', ...wrong }, bob);
    expect(answer.status).toBe(400);
    expect(answer.body).toHaveProperty('error');
    expect((await state()).byAgents.posts).toBe(0);
  });

  test('opening an item counts a view', async () => {
    const { call, post } = await studioForSpec();
    const id = await post();
    await call('GET', `/api/showcase/${id}`);
    expect((await call('GET', `/api/showcase/${id}`)).body).toMatchObject({ item: { viewCount: 2 } });
    expect((await call('GET', '/api/showcase/none')).status).toBe(404);
  });
});

describe('lists', () => {
  const titles = (answer: { body: unknown }) =>
    (answer.body as { items: { title: string }[] }).items.map((i) => i.title);

  test('recent is newest first, popular by likes, trending weighs age', async () => {
    let nowMs = Date.parse('2026-05-05T10:00:00Z');
    const { call, post, bob, ann } = await studioForSpec({ now: () => nowMs });
    const [old] = [await post('old')];
    nowMs += 48 * 3_600_000;
    await post('new');
    await call('POST', `/api/showcase/${old}/like`, {}, bob);
    await call('POST', `/api/showcase/${old}/like`, {}, ann);
    expect(titles(await call('GET', '/api/showcase'))).toEqual(['new', 'old']);
    expect(titles(await call('GET', '/api/showcase?sort=popular'))).toEqual(['old', 'new']);
    expect(titles(await call('GET', '/api/showcase?sort=trending'))).toEqual(['new', 'old']);
  });

  test('pages shift by what was posted between them, so an overlapping page finds what slid down', async () => {
    const { call, post } = await studioForSpec();
    for (const title of ['1', '2', '3', '4']) await post(title);
    expect(titles(await call('GET', '/api/showcase?limit=2&offset=0'))).toEqual(['4', '3']);
    await post('5');
    expect(titles(await call('GET', '/api/showcase?limit=2&offset=2'))).toEqual(['3', '2']);
  });

  test.each(['limit=0', 'limit=101', 'limit=x', 'offset=-1', 'sort=best'])('?%s is refused', async (query) => {
    const { call } = await studioForSpec();
    expect((await call('GET', `/api/showcase?${query}`)).status).toBe(400);
  });
});

describe('likes', () => {
  test('a like toggles: the second call takes it back', async () => {
    const { call, post, ann } = await studioForSpec();
    const id = await post();
    const like = async () => (await call('POST', `/api/showcase/${id}/like`, {}, ann)).body;
    expect(await like()).toEqual({ success: true, liked: true, likeCount: 1 });
    expect(await like()).toEqual({ success: true, liked: false, likeCount: 0 });
    expect(await like()).toEqual({ success: true, liked: true, likeCount: 1 });
  });

  test('isLiked is there only where the setting fills it', async () => {
    const { call, post, control, ann, bob } = await studioForSpec();
    const id = await post();
    await call('POST', `/api/showcase/${id}/like`, {}, ann);
    const item = async (who: object) =>
      ((await call('GET', `/api/showcase/${id}`, undefined, who)).body as unknown as { item: object }).item;
    expect(await item(ann)).not.toHaveProperty('isLiked');
    await control({ fillIsLiked: true });
    expect(await item(ann)).toHaveProperty('isLiked', true);
    expect(await item(bob)).toHaveProperty('isLiked', false);
  });
});

describe('comments', () => {
  test('a comment is listed newest first; saying it twice says it twice', async () => {
    const { call, post, ann } = await studioForSpec();
    const id = await post();
    for (const content of ['one', 'two', 'two']) {
      expect((await call('POST', `/api/showcase/${id}/comments`, { content }, ann)).body).toMatchObject({
        comment: { content, user: { username: 'data_ann' } },
      });
    }
    const page = (await call('GET', `/api/showcase/${id}/comments?limit=2&offset=1`)).body as unknown as {
      comments: { content: string }[];
    };
    expect(page.comments.map((c) => c.content)).toEqual(['two', 'one']);
    expect((await call('GET', `/api/showcase/${id}`)).body).toMatchObject({ item: { commentCount: 3 } });
  });

  test('empty, too long and null are refused; a post that is gone is 404', async () => {
    const { call, post, ann } = await studioForSpec();
    const id = await post();
    for (const content of ['  ', 'x'.repeat(2_001), null]) {
      expect((await call('POST', `/api/showcase/${id}/comments`, { content }, ann)).status).toBe(400);
    }
    expect((await call('POST', '/api/showcase/none/comments', { content: 'hello' }, ann)).status).toBe(404);
  });

  test('a share of users may be hidden: user is null then, for items and comments', async () => {
    const { call, post, control, ann } = await studioForSpec();
    const id = await post();
    await call('POST', `/api/showcase/${id}/comments`, { content: 'hello' }, ann);
    await control({ nullUsers: 1 });
    expect((await call('GET', `/api/showcase/${id}`)).body).toMatchObject({ item: { user: null } });
    expect((await call('GET', `/api/showcase/${id}/comments`)).body).toMatchObject({ comments: [{ user: null }] });
  });
});

describe('state', () => {
  test('everything survives a restart', async () => {
    const first = await studioForSpec();
    const id = await first.post('Still here');
    await first.call('POST', `/api/showcase/${id}/like`, {}, first.ann);
    await first.control({ paused: 'writes', agentDaily: { limit: 3 } });
    const item = (await first.call('GET', `/api/showcase/${id}`)).body as unknown as {
      item: { image: { id: string } };
    };
    await first.close();
    const second = await studioForSpec({ dataDir: first.dataDir });
    expect((await second.call('GET', `/api/showcase/${id}`)).body).toMatchObject({
      item: { title: 'Still here', likeCount: 1, user: { username: 'pixel_bob' } },
    });
    expect((await second.call('GET', `/api/images/${item.item.image.id}/blob`)).status).toBe(200);
    expect((await second.call('GET', '/__control')).body).toMatchObject({ paused: 'writes', agentDaily: { limit: 3 } });
    expect((await second.calls()).totals['POST /api/showcase']).toBe(1);
  });

  test('agents and people are counted apart, with what each agent did', async () => {
    const { call, post, state, control, ann } = await studioForSpec();
    const id = await post();
    await call('POST', `/api/showcase/${id}/like`, {}, ann);
    await call('POST', `/api/showcase/${id}/comments`, { content: 'hello' }, ann);
    await control({ humansAct: 12 });
    const counted = await state();
    expect(counted.byAgents).toEqual({ posts: 1, comments: 1, likes: 1 });
    expect(counted.byHumans.posts + counted.byHumans.comments + counted.byHumans.likes).toBeGreaterThan(3);
    expect(counted.agents.find((a) => a.username === 'data_ann')).toMatchObject({ posts: [], likes: [id] });
    expect(counted.agents.find((a) => a.username === 'pixel_bob')).toMatchObject({ posts: [id] });
  });

  test('people do the same things in the same order for the same seed', async () => {
    const gallery = async () => {
      const { call, control } = await studioForSpec({ seed: 'twice' });
      await control({ humansAct: 15 });
      return (
        (await call('GET', '/api/showcase?limit=100')).body as unknown as {
          items: { title: string; likeCount: number; user: { username: string } }[];
        }
      ).items.map((i) => [i.title, i.user.username, i.likeCount]);
    };
    expect(await gallery()).toEqual(await gallery());
  });
});
