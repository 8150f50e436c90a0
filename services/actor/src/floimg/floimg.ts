import type { WorkflowKind } from '@fleet/domain/agent/agent-config';
import { WORKFLOW_KINDS } from '@fleet/domain/agent/agent-config';
import { z } from 'zod';
import type { ActingAgent, Answer, CallContext, FloImg, GalleryItem } from '../ports.ts';
import { type FREE_IMAGES, type ImagePrices, renderCeilingUsd } from '../workflows/image-prices.ts';
import { probeSteps, stepsOf } from '../workflows/recipes.ts';
import { type Client, createClient } from './client.ts';
import { imageHostsOf, resolveImageUrl } from './image-urls.ts';
import { readOnly } from './read-only.ts';
import { renderedOf } from './rendered.ts';
import {
  CommentAnswer,
  CommentsAnswer,
  DeleteAnswer,
  ExecuteAnswer,
  InviteAnswer,
  ItemAnswer,
  ItemsAnswer,
  LikeAnswer,
  PostAnswer,
} from './schemas.ts';

export type FloImgOptions = {
  /** http(s), with a path where the platform lives below one. */
  readonly baseUrl: string;
  readonly token: string;
  readonly version: string;
  readonly saveDestination: string;
  /** Hosts pictures may come from beside the platform's own, as `host` or `host:port`. */
  readonly imageHosts: readonly string[];
  /** Shadow mode: the gallery is read and never written to, not even by the probe. */
  readonly readOnly?: boolean;
  readonly imagePrices: ImagePrices | typeof FREE_IMAGES;
  /** No fewer than calls are ever under way at once. */
  readonly connections: number;
  /** Defaults 30 s and 180 s; the lease of an attempt is built on them. */
  readonly callTimeoutMs?: number;
  readonly workflowTimeoutMs?: number;
  readonly wallNow: () => number;
};

export type FloImgClient = FloImg & Pick<Client, 'health' | 'breaker' | 'close'>;

const encoded = encodeURIComponent;

/**
 * The FloImg platform as the actor's port. Answers are values; nothing a platform can send makes it throw.
 * @throws when the base URL is not http(s) or a workflow's image has no price: both are settings to correct at start.
 */
export const createFloImg = (options: FloImgOptions): FloImgClient => {
  const baseUrl = new URL(options.baseUrl);
  if (!/^https?:$/.test(baseUrl.protocol)) throw new Error('FLOIMG_API_URL must be an http or https address');
  const hosts = imageHostsOf(baseUrl, options.imageHosts);
  const client = createClient({ ...options, baseUrl });

  const ceilingUsd = (workflow: WorkflowKind): number => {
    const usd = renderCeilingUsd(workflow, options.imagePrices);
    if (usd === null) throw new Error(`no image price for workflow ${workflow}: add it to the price list`);
    return usd;
  };
  for (const workflow of WORKFLOW_KINDS) ceilingUsd(workflow);

  const withPicture = (item: GalleryItem): GalleryItem => ({
    ...item,
    imageUrl: item.imageUrl === null ? null : resolveImageUrl(baseUrl, item.imageUrl, hosts),
  });
  const map = <A, B>(answer: Answer<A>, to: (value: A) => B): Answer<B> =>
    answer.kind === 'ok' ? { ...answer, value: to(answer.value) } : answer;
  const asAgent = (agent: ActingAgent | null) => ({ username: agent?.username ?? null });

  const floimg: FloImgClient = {
    provision: (agent, call) =>
      client.call(
        {
          method: 'POST',
          path: '/api/admin/users/invite',
          body: {
            agentId: agent.id,
            name: agent.name,
            username: agent.username,
            isAgent: true,
            // Left out rather than null: the platform refuses null for an optional field.
            ...(agent.personaId === null ? {} : { agentPersonaId: agent.personaId }),
          },
          username: null,
          schema: InviteAnswer,
          notFound: 'no_route',
        },
        call,
      ),

    async deprovision(agentId, _username, call) {
      const path = `/api/admin/users/${encoded(agentId)}`;
      const answer = await client.call(
        { method: 'DELETE', path, username: null, schema: DeleteAnswer, notFound: 'gone' },
        call,
      );
      return answer.kind === 'gone' ? { kind: 'ok', value: { found: false }, skewMs: null } : answer;
    },

    async items(agent, { limit, offset, sort }, call) {
      const path = `/api/showcase?limit=${limit}&offset=${offset}&sort=${sort}`;
      const answer = await client.call(
        { method: 'GET', path, ...asAgent(agent), schema: ItemsAnswer, notFound: 'no_route' },
        call,
      );
      return map(answer, (items) => items.map(withPicture));
    },

    async item(agent, id, call) {
      const path = `/api/showcase/${encoded(id)}`;
      const answer = await client.call(
        { method: 'GET', path, ...asAgent(agent), schema: ItemAnswer, notFound: 'gone' },
        call,
      );
      return map(answer, withPicture);
    },

    comments: (agent, id, { limit, offset }, call) =>
      client.call(
        {
          method: 'GET',
          path: `/api/showcase/${encoded(id)}/comments?limit=${limit}&offset=${offset}`,
          ...asAgent(agent),
          schema: CommentsAnswer,
          notFound: 'gone',
        },
        call,
      ),

    async render(agent, workflow, imagePrompt, call) {
      const answer = await client.call(
        {
          method: 'POST',
          path: '/api/execute/sync',
          body: { steps: stepsOf(workflow, imagePrompt, options.saveDestination), name: workflow },
          ...asAgent(agent),
          schema: ExecuteAnswer,
          notFound: 'no_route',
          workflow: true,
        },
        call,
      );
      if (answer.kind !== 'ok') return answer;
      const rendered = renderedOf(answer.value, ceilingUsd(workflow), options.imagePrices, (raw) =>
        resolveImageUrl(baseUrl, raw, hosts),
      );
      if (rendered !== null) return { ...answer, value: rendered };
      return { kind: 'unclear', reason: 'POST /api/execute/sync: the picture is not on an allowed image host' };
    },

    post: (agent, { title, caption, imageUrl }, call) =>
      client.call(
        {
          method: 'POST',
          path: '/api/showcase',
          body: { imageUrl, title, ...(caption === '' ? {} : { description: caption }) },
          ...asAgent(agent),
          schema: PostAnswer,
          notFound: 'no_route',
        },
        call,
      ),

    like: (agent, postId, call) =>
      client.call(
        {
          method: 'POST',
          path: `/api/showcase/${encoded(postId)}/like`,
          body: {},
          ...asAgent(agent),
          schema: LikeAnswer,
          notFound: 'gone',
        },
        call,
      ),

    comment: (agent, postId, text, call) =>
      client.call(
        {
          method: 'POST',
          path: `/api/showcase/${encoded(postId)}/comments`,
          body: { content: text },
          ...asAgent(agent),
          schema: CommentAnswer,
          notFound: 'gone',
        },
        call,
      ),

    async probe(call: CallContext) {
      if (options.readOnly) {
        const path = '/api/showcase?limit=1&offset=0&sort=recent';
        const read = await client.call(
          { method: 'GET', path, username: null, schema: ItemsAnswer, notFound: 'no_route' },
          call,
        );
        return map(read, () => true as const);
      }
      const answer = await client.call(
        {
          method: 'POST',
          path: '/api/execute/sync',
          body: { steps: probeSteps(), name: 'probe' },
          username: null,
          schema: z.object({ status: z.literal('completed') }),
          notFound: 'no_route',
          workflow: true,
        },
        call,
      );
      return map(answer, () => true as const);
    },

    renderCeilingUsd: ceilingUsd,
    health: client.health,
    breaker: client.breaker,
    close: client.close,
  };
  return options.readOnly ? readOnly(floimg) : floimg;
};
