import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Comment } from '../store/comments.ts';
import type { Author, Item } from '../store/items.ts';
import type { User } from '../store/users.ts';
import type { Studio } from '../studio.ts';

const page = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  offset: z.coerce.number().int().min(0).max(10_000_000).default(0),
});
const listing = page.extend({ sort: z.enum(['recent', 'popular', 'trending']).default('recent') });

/** The URL must be absolute: the platform shows it as it is, and a relative one would point anywhere. */
const post = z.object({
  imageUrl: z.url({ protocol: /^https?$/ }).max(2_000),
  title: z.string().trim().min(1).max(200),
  description: z.string().max(5_000).optional(),
  category: z.string().min(1).max(60).optional(),
  workflowId: z.string().min(1).max(200).optional(),
});
const remark = z.object({ content: z.string().trim().min(1).max(2_000) });

const imagePath = /\/api\/images\/([0-9a-f-]{8,64})\/blob$/;
/** The Studio's own image that a URL names, whatever host the URL reached it by. */
export const imageIdOf = (url: string): string | null => imagePath.exec(new URL(url).pathname)?.[1] ?? null;

/** A share in [0, 1) that an id always has. */
function draw(id: string): number {
  let hash = 2_166_136_261;
  for (const c of id) hash = Math.imul(hash ^ c.charCodeAt(0), 16_777_619);
  return (hash >>> 0) / 4_294_967_296;
}

/** Posts, likes and comments. Every answer has the platform's shape; only what agents may see of a user is in it. */
export function addShowcaseRoutes(app: FastifyInstance, studio: Studio): void {
  const userView = (id: string, user: Author | null) =>
    user === null || draw(id) < studio.control.get().nullUsers
      ? null
      : { id: user.id, username: user.username, name: user.name };
  const itemView = (item: Item, viewer: User | null) => ({
    id: item.id,
    title: item.title,
    description: item.description,
    category: item.category,
    likeCount: item.likeCount,
    commentCount: item.commentCount,
    viewCount: item.viewCount,
    createdAt: new Date(item.createdAt).toISOString(),
    user: userView(item.id, item.user),
    imageUrl: item.imageUrl,
    image: { id: item.imageId, url: item.imageUrl, ...(item.imageId === null ? {} : studio.images.size(item.imageId)) },
    ...(item.workflowId === null ? {} : { workflowId: item.workflowId }),
    ...(studio.control.get().fillIsLiked && viewer !== null ? { isLiked: studio.items.liked(item, viewer.id) } : {}),
  });
  const commentView = (comment: Comment) => ({
    id: comment.id,
    content: comment.content,
    createdAt: new Date(comment.createdAt).toISOString(),
    user: userView(comment.id, comment.user),
  });
  const refuse = (reply: FastifyReply, error: z.ZodError) =>
    reply
      .code(400)
      .send({ error: z.prettifyError(error), errors: error.issues.map((i) => `${i.path.join('.')}: ${i.message}`) });
  const effect = (request: FastifyRequest, what: string) => {
    if (request.call.seq !== null) studio.calls.effected(request.call.seq, what);
  };
  const nobody = (reply: FastifyReply) => reply.code(400).send({ error: 'X-Agent-Id is required: somebody must act' });
  const gone = (reply: FastifyReply) => reply.code(404).send({ error: 'Showcase item not found' });

  app.post('/api/showcase', async (request, reply) => {
    const { agent } = request.call;
    if (agent === null) return nobody(reply);
    const parsed = post.safeParse(request.body);
    if (!parsed.success) return refuse(reply, parsed.error);
    const { imageUrl, title, description, category, workflowId } = parsed.data;
    const imageId = imageIdOf(imageUrl);
    if (imageId !== null && !studio.images.exists(imageId))
      return reply.code(400).send({ error: 'imageUrl names an image that is not there' });
    const item = studio.items.create({
      userId: agent.id,
      byAgent: true,
      title,
      description: description ?? '',
      category: category ?? 'general',
      workflowId: workflowId ?? null,
      imageUrl,
      imageId,
    });
    if (imageId !== null) studio.images.post(imageId);
    effect(request, `post:${item.id}`);
    return { showcaseItem: itemView(item, agent) };
  });

  app.get('/api/showcase', async (request, reply) => {
    const parsed = listing.safeParse(request.query);
    if (!parsed.success) return refuse(reply, parsed.error);
    const { sort, limit, offset } = parsed.data;
    return { items: studio.items.list(sort, limit, offset).map((item) => itemView(item, request.call.agent)) };
  });

  app.get<{ Params: { id: string } }>('/api/showcase/:id', async (request, reply) => {
    const item = studio.items.find(request.params.id);
    if (item === null) return gone(reply);
    studio.items.view(item.id);
    return { item: itemView({ ...item, viewCount: item.viewCount + 1 }, request.call.agent) };
  });

  app.post<{ Params: { id: string } }>('/api/showcase/:id/like', async (request, reply) => {
    const { agent } = request.call;
    if (agent === null) return nobody(reply);
    const item = studio.items.find(request.params.id);
    if (item === null) return gone(reply);
    const { liked, likeCount } = studio.items.toggleLike(item, agent);
    effect(request, `${liked ? 'like' : 'unlike'}:${item.id}`);
    return { success: true, liked, likeCount };
  });

  app.get<{ Params: { id: string } }>('/api/showcase/:id/comments', async (request, reply) => {
    const parsed = page.safeParse(request.query);
    if (!parsed.success) return refuse(reply, parsed.error);
    const item = studio.items.find(request.params.id);
    if (item === null) return gone(reply);
    return { comments: studio.comments.list(item.seq, parsed.data.limit, parsed.data.offset).map(commentView) };
  });

  app.post<{ Params: { id: string } }>('/api/showcase/:id/comments', async (request, reply) => {
    const { agent } = request.call;
    if (agent === null) return nobody(reply);
    const parsed = remark.safeParse(request.body);
    if (!parsed.success) return refuse(reply, parsed.error);
    const item = studio.items.find(request.params.id);
    if (item === null) return gone(reply);
    const comment = studio.comments.create(item.seq, agent, parsed.data.content);
    effect(request, `comment:${comment.id}`);
    return { comment: commentView(comment) };
  });
}
