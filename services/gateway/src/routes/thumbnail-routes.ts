import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { HttpProblem, invalid } from '../http/problem.ts';
import { type ImageHosts, imageUrlOf } from '../thumbnails/image-source.ts';
import { FITS, WIDTHS } from '../thumbnails/shrink.ts';
import type { Thumbnail, Thumbnails } from '../thumbnails/thumbnails.ts';

export type ThumbnailRouteDeps = { readonly hosts: ImageHosts; readonly thumbnails: Thumbnails };

/** An image does not change under its address. */
const CACHE_CONTROL = 'private, max-age=31536000, immutable';

const Query = z.strictObject({
  url: z.string().min(1).max(2_000).describe('Address of an image of the gallery.'),
  w: z.coerce
    .number()
    .pipe(
      z.union(
        WIDTHS.map((width) => z.literal(width)),
        { error: `must be one of ${WIDTHS.join(', ')}` },
      ),
    )
    .describe('Width and height in pixels.'),
  fit: z.enum(FITS).default('cover').describe('`cover`: a square, cut from the middle; `inside`: the whole picture.'),
});

const problemOf = (thumbnail: Exclude<Thumbnail, { kind: 'webp' }>): HttpProblem => {
  switch (thumbnail.kind) {
    case 'missing':
      return new HttpProblem(404, 'image_not_found', 'The gallery has no such image.');
    case 'too_large':
      return new HttpProblem(422, 'image_too_large', 'The image is over 25 MB.');
    case 'no_image':
      return new HttpProblem(422, 'not_an_image', `It cannot be made smaller: ${thumbnail.why.slice(0, 200)}.`);
    case 'unavailable':
      return new HttpProblem(502, 'image_unavailable', `The image cannot be fetched: ${thumbnail.why.slice(0, 200)}.`);
    case 'busy':
      return new HttpProblem(503, 'too_many_thumbnails', 'Too many thumbnails are being made; try again shortly.', {
        headers: { 'retry-after': '1' },
      });
  }
};

export const thumbnailRoutes = (app: FastifyInstance, { hosts, thumbnails }: ThumbnailRouteDeps) => {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/thumbnails',
    {
      schema: {
        tags: ['gallery'],
        summary: 'An image of the gallery as a small WebP, square unless asked otherwise',
        description:
          'Only from the gallery and the hosts that the operator named. PNG, JPEG, GIF, WebP, AVIF and SVG up to 25 MB. ' +
          '422 for another host or no image, 404 and 502 as the gallery answers, 503 when too many are under way.',
        querystring: Query,
        produces: ['image/webp'],
      },
    },
    async (request, reply) => {
      const { url: raw, w: width, fit } = request.query;
      const url = imageUrlOf(raw, hosts);
      if (url === null) {
        const message = `must be an address on ${[hosts.gallery, ...hosts.more].join(' or ')}`;
        throw invalid('Images come from the gallery alone.', [{ field: 'url', message }]);
      }
      const tag = `"${thumbnails.tagOf(url, { width, fit })}"`;
      if (request.headers['if-none-match'] === tag)
        return reply.code(304).header('etag', tag).header('cache-control', CACHE_CONTROL).send();
      const thumbnail = await thumbnails.of(url, { width, fit });
      if (thumbnail.kind !== 'webp') throw problemOf(thumbnail);
      return reply.type('image/webp').header('etag', tag).header('cache-control', CACHE_CONTROL).send(thumbnail.bytes);
    },
  );
};
