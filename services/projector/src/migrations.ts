import { fileURLToPath } from 'node:url';

/** Folder of the read models' SQL files. */
export const MIGRATIONS = fileURLToPath(new URL('./migrations', import.meta.url));
