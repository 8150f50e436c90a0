import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { buildStudio, type StudioOptions } from '../app.ts';

export const token = 'fst_spec';

type Answer = {
  readonly status: number;
  readonly body: Record<string, never>;
  readonly text: string;
  readonly headers: Record<string, unknown>;
};
type Extra = { readonly agent?: string; readonly headers?: Record<string, string> };

const undo: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'studio-spec-'));
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const parsed = (text: string): Record<string, never> => {
  try {
    return JSON.parse(text) as Record<string, never>;
  } catch {
    return {};
  }
};

/** A Studio of its own with two agents, `pixel_bob` and `data_ann`; gone when the spec ends. */
export async function studioForSpec(options: Partial<StudioOptions> = {}) {
  const dataDir = options.dataDir ?? temporaryFolder();
  const studio = await buildStudio({ dataDir, token, humansPerHour: 0, ...options });
  let open = true;
  const close = async () => {
    if (open) await studio.close();
    open = false;
  };
  undo.push(close);

  const call = async (
    method: 'GET' | 'POST' | 'DELETE',
    url: string,
    payload?: unknown,
    extra: Extra = {},
  ): Promise<Answer> => {
    const answer = await studio.app.inject({
      method,
      url,
      headers: {
        authorization: `Bearer ${token}`,
        ...(extra.agent === undefined ? {} : { 'x-agent-id': extra.agent }),
        ...extra.headers,
      },
      ...(payload === undefined ? {} : { payload: payload as object }),
    });
    return { status: answer.statusCode, text: answer.body, body: parsed(answer.body), headers: answer.headers };
  };
  const invite = (username: string, agentId = `id-${username}`) =>
    call('POST', '/api/admin/users/invite', {
      agentId,
      name: `Name of ${username}`,
      username,
      isAgent: true,
      agentPersonaId: 'data_viz',
    });
  const bob = { agent: 'pixel_bob' };
  const ann = { agent: 'data_ann' };
  await invite('pixel_bob');
  await invite('data_ann');

  /** A small free image and its absolute address. */
  const image = async (): Promise<string> => {
    const steps = [{ kind: 'generate', generator: 'shapes', params: { width: 40, height: 30 }, out: 'a' }];
    const made = (await call('POST', '/api/execute/sync', { name: 'n', steps }, bob)).body as unknown as {
      imageUrls: string[];
    };
    return `http://studio.test${made.imageUrls[0]}`;
  };
  const post = async (title = 'A title', by = bob): Promise<string> => {
    const answer = await call('POST', '/api/showcase', { imageUrl: await image(), title, description: 'Said.' }, by);
    return (answer.body as unknown as { showcaseItem: { id: string } }).showcaseItem.id;
  };
  const control = (change: object) => call('POST', '/__control', change);
  const calls = async (query = '') =>
    (await call('GET', `/__control/calls${query}`)).body as unknown as {
      calls: {
        route: string;
        status: number | null;
        fault: string | null;
        late: boolean;
        effect: string | null;
        idempotencyKey: string | null;
        agent: string | null;
        bodyDigest: string | null;
      }[];
      totals: Record<string, number>;
    };
  const state = async () =>
    (await call('GET', '/__control/state')).body as unknown as {
      byAgents: { posts: number; comments: number; likes: number };
      byHumans: { posts: number; comments: number; likes: number };
      users: { agents: number; humans: number };
      agents: { username: string; posts: string[]; comments: { id: string }[]; likes: string[] }[];
    };
  const listen = async (): Promise<string> => studio.app.listen({ port: 0, host: '127.0.0.1' });
  return { ...studio, close, dataDir, call, invite, bob, ann, image, post, control, calls, state, listen };
}

/** Waits for something to become true; fails after ten seconds. */
export async function eventually(what: () => Promise<boolean>): Promise<void> {
  const until = performance.now() + 10_000;
  while (!(await what())) {
    if (performance.now() > until) throw new Error('it did not become true within 10 s');
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}
