import { openEventStore, type RecordedEvent } from '@fleet/platform/eventstore';
import { startEsdbServer } from '@fleet/testkit/esdb-server';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { eventually, type RunningFleet, randomPortBase, startFleet } from './running-fleet.ts';

type Tally = { agents: { posts: string[]; comments: { id: string }[]; likes: string[] }[] };
type Calls = { calls: { seq: number; route: string; effect: string | null }[] };
type ActivityPage = {
  data: { id: string; kind: string; postId: string | null; imageUrl: string | null; synthetic: boolean }[];
  next: string | null;
};

const WRITE_EFFECT = /^(post|comment|like|unlike):/;

const inGallery = async (fleet: RunningFleet) => {
  const { agents } = await fleet.gallery<Tally>('/__control/state');
  return {
    posts: agents.flatMap((agent) => agent.posts).sort(),
    comments: agents.flatMap((agent) => agent.comments.map(({ id }) => id)).sort(),
    likes: agents.flatMap((agent) => agent.likes).sort(),
  };
};

const inEventStore = async (fleet: RunningFleet) => {
  const store = await openEventStore(fleet.info.eventStore);
  const stop = new AbortController();
  const events: RecordedEvent[] = [];
  for await (const item of store.subscribe({ categories: ['activity'], signal: stop.signal })) {
    if (item.kind === 'caughtUp') break;
    events.push(...item.commit.events);
  }
  stop.abort();
  await store.close();
  const of = (type: string, field: string): string[] =>
    events
      .filter((event) => event.type === type)
      .map((event) => String((event.data as Record<string, unknown>)[field]))
      .sort();
  return {
    posts: of('PostPublished', 'postId'),
    comments: of('CommentLeft', 'commentId'),
    likes: of('PostLiked', 'postId'),
    accepted: of('TickAccepted', 'tickId'),
    ended: [...of('TickEnded', 'tickId'), ...of('TickAbandoned', 'tickId')].sort(),
  };
};

const inReadModel = async (fleet: RunningFleet, kind: string) => {
  const rows: ActivityPage['data'] = [];
  let next: string | null = null;
  do {
    const page: { body: ActivityPage } = await fleet.api<ActivityPage>(
      `/activity?kind=${kind}&limit=200${next ? `&cursor=${encodeURIComponent(next)}` : ''}`,
    );
    rows.push(...page.body.data);
    next = page.body.next;
  } while (next !== null);
  return rows;
};

const writes = async (fleet: RunningFleet): Promise<number> => {
  const { calls } = await fleet.gallery<Calls>('/__control/calls?limit=20000');
  return calls.filter(({ effect }) => effect !== null && WRITE_EFFECT.test(effect)).length;
};

/** Waits until nothing has been accepted without an end, and the read model has seen all. */
const settled = (fleet: RunningFleet) =>
  eventually('every accepted tick to end and to be projected', async () => {
    const events = await inEventStore(fleet);
    const posts = await inReadModel(fleet, 'post');
    return events.accepted.length === events.ended.length && posts.length === events.posts.length ? events : null;
  });

describe.each(['jetstream', 'esdb'] as const)('the whole fleet on %s', (store) => {
  let fleet: RunningFleet;
  let esdb: Awaited<ReturnType<typeof startEsdbServer>> | null = null;

  beforeAll(async () => {
    esdb = store === 'esdb' ? await startEsdbServer() : null;
    fleet = await startFleet(['--port-base', String(randomPortBase()), '--event-store', esdb?.url ?? 'jetstream'], {
      STUDIO_HUMANS_PER_HOUR: '0',
    });
    // More than the local pace, so that there is enough to compare.
    await fleet.api('/fleet', { method: 'PATCH', body: { activityLevel: 4, reason: 'end-to-end test' } });
  });
  afterEach(({ task }) => {
    if (task.result?.state === 'fail') process.stdout.write(`${fleet.talk()}\n`);
  });
  afterAll(async () => {
    await fleet?.stop();
    await esdb?.stop();
  });

  test('agents post images, comment and like, each by its own name', async () => {
    const seen = await eventually(
      'posts, comments and likes',
      async () => {
        const state = await inGallery(fleet);
        return state.posts.length >= 3 && state.comments.length >= 1 && state.likes.length >= 1 ? state : null;
      },
      90_000,
    );
    expect(seen.posts.length).toBeGreaterThanOrEqual(3);
    const { data } = (await fleet.api<ActivityPage>('/activity?kind=post')).body;
    expect(data.length).toBeGreaterThan(0);
    for (const post of data) {
      expect(post.synthetic).toBe(true);
      const image = await fetch(String(post.imageUrl));
      expect(image.headers.get('content-type')).toMatch(/^image\//);
      expect((await image.arrayBuffer()).byteLength).toBeGreaterThan(1_000);
    }
  });

  test('pause-all stops new actions within two seconds; resume-all lets them go on', async () => {
    const paused = await fleet.api<{ status: string }>('/fleet/pause', {
      method: 'POST',
      body: { reason: 'end-to-end test' },
    });
    expect(paused.status).toBe(200);
    expect(paused.body.status).toBe('paused');
    // The promise itself: two seconds after the command nothing new is sent.
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const before = await settled(fleet).then(() => writes(fleet));
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    expect(await writes(fleet)).toBe(before);

    const resumed = await fleet.api<{ status: string }>('/fleet/resume', { method: 'POST', body: {} });
    expect(resumed.body.status).toBe('running');
    await eventually('new actions after the resume', async () => (await writes(fleet)) > before);
  });

  test('what stands in the gallery, in the event store and in the read model is the same', async () => {
    await fleet.api('/fleet/pause', { method: 'POST', body: {} });
    const events = await settled(fleet);
    const gallery = await inGallery(fleet);
    expect(events.posts).toEqual(gallery.posts);
    expect(events.comments).toEqual(gallery.comments);
    expect(events.likes).toEqual(gallery.likes);
    expect((await inReadModel(fleet, 'post')).map(({ postId }) => postId).sort()).toEqual(gallery.posts);
    expect((await inReadModel(fleet, 'comment')).length).toBe(gallery.comments.length);
    expect((await inReadModel(fleet, 'like')).map(({ postId }) => postId).sort()).toEqual(gallery.likes);
    expect(new Set(events.ended).size).toBe(events.ended.length);
  });

  test('an actor killed at any moment is started again, and its ticks still end once', async () => {
    await fleet.api('/fleet/resume', { method: 'POST', body: {} });
    const { readRunInfo } = await import('../stack/run-file.ts');
    const pidOf = (name: string): number =>
      readRunInfo(fleet.info.dataDir)?.services.find((service) => service.name === name)?.pid ?? 0;
    const victim = pidOf('actor-1');
    process.kill(victim, 'SIGKILL');
    await eventually('actor-1 to run again', async () => {
      const pid = pidOf('actor-1');
      return pid > 0 && pid !== victim;
    });
    const before = await writes(fleet);
    await eventually('actions to go on', async () => (await writes(fleet)) > before);
    expect(fleet.talk()).toContain('likely fix:');
  });

  test('Ctrl-C drains everything and ends with code 0 within ten seconds', async () => {
    const { code, tookMs } = await fleet.stop();
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(10_000);
    for (const { pid } of fleet.info.services) expect(() => process.kill(pid, 0)).toThrow();
  });
});
