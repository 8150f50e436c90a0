import type { FastifyInstance } from 'fastify';
import type { Studio } from '../studio.ts';

const aYear = 'public, max-age=31536000, immutable';

/** Images and their thumbnails, for anyone: browsers send no token. An SVG may not run anything. */
export function addImageRoutes(app: FastifyInstance, studio: Studio): void {
  app.get<{ Params: { id: string } }>('/api/images/:id/blob', async (request, reply) => {
    const image = await studio.images.read(request.params.id);
    if (image === null) return reply.code(404).send({ error: 'Image not found' });
    return reply
      .type(image.mime)
      .headers({
        'cache-control': aYear,
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      })
      .send(image.bytes);
  });

  app.get<{ Params: { id: string } }>('/thumb/:id', async (request, reply) => {
    const small = await studio.images.thumbnail(request.params.id);
    if (small === null) return reply.code(404).send({ error: 'Image not found' });
    return reply
      .type('image/webp')
      .headers({ 'cache-control': aYear, 'x-content-type-options': 'nosniff' })
      .send(small);
  });
}
