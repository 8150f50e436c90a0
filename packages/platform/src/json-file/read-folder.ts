import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

export type FolderText =
  | { readonly kind: 'text'; readonly path: string; readonly name: string; readonly text: string }
  | { readonly kind: 'unreadable'; readonly path: string; readonly name: string; readonly message: string };

/** Larger ones are no files that somebody wrote by hand. */
const BYTES_MOST = 64 * 1024;
const FILES_MOST = 500;

/** One file; `name` is what it is called in messages. Never throws. */
export const readJsonFile = async (path: string, name: string): Promise<FolderText> => {
  try {
    const { size } = await stat(path);
    if (size > BYTES_MOST)
      return { kind: 'unreadable', path, name, message: `has ${size} bytes: at most ${BYTES_MOST} are read` };
    return { kind: 'text', path, name, text: await readFile(path, 'utf8') };
  } catch (error) {
    return { kind: 'unreadable', path, name, message: `cannot be read: ${(error as Error).message}` };
  }
};

/** The `.json` files of a folder by name, 500 at most; null where there is no such folder. */
export const readJsonFolder = async (folder: string): Promise<readonly FolderText[] | null> => {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (names === null) return null;
  const wanted = names.filter((name) => name.endsWith('.json')).sort();
  return Promise.all(wanted.slice(0, FILES_MOST).map((name) => readJsonFile(join(folder, name), name)));
};
