import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import sharp from 'sharp';
import { rasterize } from '../engine/rasterize.ts';

export type Picture = {
  readonly bytes: Buffer;
  readonly mime: string;
  readonly width: number;
  readonly height: number;
};
export type StoredImage = { readonly id: string; readonly mime: string; readonly bytes: Buffer };

/** Images that nobody posted are workings of a workflow: this many of the newest are kept. */
const unpostedKept = 600;
/** The newest images are never dropped for space: somebody is about to post them. */
const freshKept = 50;
export const thumbnailWidthPx = 560;

const extensions: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/avif': 'avif',
  'image/svg+xml': 'svg',
};
const idShape = /^[0-9a-f-]{8,64}$/;

/**
 * Images as files, their facts in the database. Bounded: workings beyond `unpostedKept` go first, then the full-size files
 * of the oldest posts once all files together pass `maxBytes`; their thumbnails stay.
 */
export function imageStore(database: DatabaseSync, dataDir: string, maxBytes: number, now: () => number) {
  const folder = join(dataDir, 'images');
  const thumbs = join(dataDir, 'thumbs');
  mkdirSync(folder, { recursive: true });
  mkdirSync(thumbs, { recursive: true });
  const insert = database.prepare(
    'INSERT INTO images (id, mime, bytes, width, height, created_at) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const one = database.prepare('SELECT id, mime, width, height FROM images WHERE id = ?');
  const markPosted = database.prepare('UPDATE images SET posted = 1 WHERE id = ?');
  const drop = database.prepare('DELETE FROM images WHERE id = ?');
  const workings = database.prepare('SELECT id, mime FROM images WHERE posted = 0 ORDER BY seq DESC LIMIT 50 OFFSET ?');
  const total = database.prepare('SELECT coalesce(sum(bytes), 0) AS bytes, count(*) AS images FROM images');
  const oldest = database.prepare(
    'SELECT id, mime, bytes FROM images WHERE seq <= (SELECT max(seq) FROM images) - ? ORDER BY posted, seq LIMIT 20',
  );

  const path = (id: string, mime: string) => join(folder, `${id}.${extensions[mime] ?? 'bin'}`);
  const facts = (id: string) =>
    (idShape.test(id) ? one.get(id) : undefined) as
      | { id: string; mime: string; width: number; height: number }
      | undefined;

  async function prune(): Promise<void> {
    const unwanted = workings.all(unpostedKept) as { id: string; mime: string }[];
    let over = (total.get() as { bytes: number }).bytes - maxBytes;
    if (over > 0) {
      for (const image of oldest.all(freshKept) as { id: string; mime: string; bytes: number }[]) {
        if (over > 0) unwanted.push(image);
        over -= image.bytes;
      }
    }
    for (const image of unwanted) {
      drop.run(image.id);
      await rm(path(image.id, image.mime), { force: true });
    }
  }

  async function read(id: string): Promise<StoredImage | null> {
    const row = facts(id);
    if (row === undefined) return null;
    try {
      return { id, mime: row.mime, bytes: await readFile(path(id, row.mime)) };
    } catch {
      return null;
    }
  }

  return {
    async save(picture: Picture): Promise<string> {
      const id = randomUUID();
      const file = path(id, picture.mime);
      await writeFile(`${file}.part`, picture.bytes);
      await rename(`${file}.part`, file);
      insert.run(id, picture.mime, picture.bytes.length, picture.width, picture.height, now());
      await prune();
      return id;
    },
    read,
    exists: (id: string): boolean => facts(id) !== undefined,
    size: (id: string): { width: number; height: number } | null => facts(id) ?? null,
    post: (id: string): void => void markPosted.run(id),
    usage: (): { bytes: number; images: number } => total.get() as { bytes: number; images: number },
    /** A small WebP of an image, made once. Null when neither the image nor an earlier thumbnail is there. */
    async thumbnail(id: string): Promise<Buffer | null> {
      if (!idShape.test(id)) return null;
      const file = join(thumbs, `${id}.webp`);
      try {
        return await readFile(file);
      } catch {
        const image = await read(id);
        if (image === null) return null;
        const raster =
          image.mime === 'image/svg+xml' ? (await rasterize(image.bytes.toString('utf8'))).bytes : image.bytes;
        const small = await sharp(raster)
          .resize({ width: thumbnailWidthPx, withoutEnlargement: true })
          .webp({ quality: 80 })
          .toBuffer();
        const part = `${file}.${createHash('sha256').update(randomUUID()).digest('hex').slice(0, 8)}`;
        await writeFile(part, small);
        await rename(part, file);
        return small;
      }
    },
  };
}

export type ImageStore = ReturnType<typeof imageStore>;
