import fastify, { type FastifyInstance } from 'fastify';
import sharp from 'sharp';
import { controlState } from './control.ts';
import { renderQueue } from './engine/render-queue.ts';
import { addControlRoutes } from './http/control.ts';
import { addExecuteRoutes } from './http/execute.ts';
import { addGalleryRoutes } from './http/gallery.ts';
import { addFleetHooks } from './http/hooks.ts';
import { addImageRoutes } from './http/images.ts';
import { addShowcaseRoutes } from './http/showcase.ts';
import { addUserRoutes } from './http/users.ts';
import { humanTrickle } from './humans.ts';
import { callStore } from './store/calls.ts';
import { commentStore } from './store/comments.ts';
import { openDatabase } from './store/database.ts';
import { imageStore } from './store/images.ts';
import { itemStore } from './store/items.ts';
import { settingStore } from './store/settings.ts';
import { tallyOf } from './store/tally.ts';
import { userStore } from './store/users.ts';
import type { Studio } from './studio.ts';

export type StudioOptions = {
  /** Folder of the database and the images; made when it is not there. */
  readonly dataDir: string;
  /** The fleet's service token, `fst_…`. */
  readonly token: string;
  readonly seed?: string;
  /** How many things people do in an hour; 0 leaves the gallery to the fleet. */
  readonly humansPerHour?: number;
  readonly imagesMaxBytes?: number;
  /** Share of items and comments whose `user` is null. */
  readonly nullUsers?: number;
  readonly fillIsLiked?: boolean;
  /** Wall clock, ms. */
  readonly now?: () => number;
};

/** One thread a picture and nothing kept between them: the rest of the stack runs on the same cores. */
sharp.concurrency(1);
sharp.cache(false);

const rendersAtOnce = 2;
const rendersWaiting = 40;

/** The stand-in Studio: the platform's API, its engine and its gallery. `close` drops what has not landed yet. */
export async function buildStudio(
  options: StudioOptions,
): Promise<{ readonly app: FastifyInstance; readonly close: () => Promise<void> }> {
  const now = options.now ?? Date.now;
  const database = openDatabase(options.dataDir);
  const settings = settingStore(database);
  const parts: Omit<Studio, 'humans'> = {
    users: userStore(database, now),
    items: itemStore(database, now),
    comments: commentStore(database, now),
    images: imageStore(database, options.dataDir, options.imagesMaxBytes ?? 2_000_000_000, now),
    settings,
    calls: callStore(database),
    control: controlState(settings, {
      nullUsers: options.nullUsers ?? 0,
      fillIsLiked: options.fillIsLiked ?? false,
      humansPerHour: options.humansPerHour ?? 0,
    }),
    renders: renderQueue(rendersAtOnce, rendersWaiting),
    token: options.token,
    seed: options.seed ?? 'floimg',
    now,
  };
  const studio: Studio = { ...parts, humans: humanTrickle(parts) };

  const closing = new AbortController();
  const app = fastify({
    bodyLimit: 1_048_576,
    forceCloseConnections: true,
    requestTimeout: 30_000,
    keepAliveTimeout: 30_000,
  });
  app.get('/health', async () => ({ status: 'ok' }));
  addImageRoutes(app, studio);
  addGalleryRoutes(app, studio);
  addControlRoutes(app, studio, tallyOf(database));
  await app.register(async (fleet) => {
    addFleetHooks(fleet, studio, closing.signal);
    addUserRoutes(fleet, studio);
    addExecuteRoutes(fleet, studio);
    addShowcaseRoutes(fleet, studio);
  });

  studio.humans.start();
  return {
    app,
    close: async () => {
      closing.abort();
      await studio.humans.stop();
      await app.close();
      database.close();
    },
  };
}
