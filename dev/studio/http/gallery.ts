import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { indexHtml, itemHtml, notFoundHtml } from '../gallery/html.ts';
import { cardView, commentView } from '../gallery/views.ts';
import type { Item } from '../store/items.ts';
import type { Studio } from '../studio.ts';

const pageSize = 48;
const commentsShown = 200;

const policy =
  "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const asset = (name: string) => readFileSync(new URL(`../gallery/${name}`, import.meta.url), 'utf8');
const assets: Readonly<Record<string, string>> = {
  'gallery.css': 'text/css; charset=utf-8',
  'gallery.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
};

const from = z.object({ offset: z.coerce.number().int().min(0).max(10_000_000).default(0) });

/** The gallery for eyes: pages without a token, and the small answers that keep an open page fresh. */
export function addGalleryRoutes(app: FastifyInstance, studio: Studio): void {
  const view = (item: Item) => cardView(item, item.imageId === null ? null : studio.images.size(item.imageId));
  const recent = (offset: number) => studio.items.list('recent', pageSize, offset).map(view);

  app.register(async (gallery) => {
    gallery.addHook('onSend', async (_request, reply) => {
      reply.headers({
        'content-security-policy': policy,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      });
    });

    gallery.get('/', async (request, reply) => {
      const parsed = from.safeParse(request.query);
      const offset = parsed.success ? parsed.data.offset : 0;
      const cards = recent(offset);
      const older = cards.length < pageSize ? null : `/?offset=${offset + pageSize}`;
      return reply
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-store')
        .send(indexHtml(cards, older, offset === 0));
    });

    gallery.get<{ Params: { id: string } }>('/item/:id', async (request, reply) => {
      const item = studio.items.find(request.params.id);
      reply.type('text/html; charset=utf-8').header('cache-control', 'no-store');
      if (item === null) return reply.code(404).send(notFoundHtml());
      return reply.send(
        itemHtml(view(item), studio.comments.list(item.seq, commentsShown, 0).map(commentView).reverse()),
      );
    });

    gallery.get('/gallery/recent', async () => ({ cards: recent(0) }));

    gallery.get<{ Params: { id: string } }>('/gallery/item/:id', async (request, reply) => {
      const item = studio.items.find(request.params.id);
      if (item === null) return reply.code(404).send({ error: 'Not found' });
      return {
        card: view(item),
        comments: studio.comments.list(item.seq, commentsShown, 0).map(commentView).reverse(),
      };
    });

    for (const [name, type] of Object.entries(assets)) {
      const content = asset(name);
      gallery.get(`/gallery/${name}`, async (_request, reply) =>
        reply.type(type).header('cache-control', 'no-cache').send(content),
      );
    }
  });
}
