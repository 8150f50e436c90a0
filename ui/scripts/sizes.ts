import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

/** kB of gzipped JavaScript. */
export const firstLoadKb = 110;
export const routeKb = 60;
export const allKb = 260;

const build = resolve(import.meta.dirname, '../build');
const client = resolve(import.meta.dirname, '../.svelte-kit/output/client');
type Chunk = { file: string; imports?: string[]; dynamicImports?: string[]; src?: string; name?: string };
/** `first`: shell and overview; `routes`: each page beyond the shell; `all`: every script there is. */
export type Sizes = { first: number; routes: { name: string; kb: number }[]; all: number };

/** What the browser loads of the built dashboard, in kB of gzipped JavaScript. */
export function sizesOf(): Sizes {
  const manifest = JSON.parse(readFileSync(join(client, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>;

  const gzipKb = (file: string) => gzipSync(readFileSync(join(build, file))).length / 1_000;

  /** Files that come with a chunk: itself and what it imports at once. */
  function filesOf(key: string, seen = new Set<string>()): Set<string> {
    const chunk = manifest[key];
    if (!chunk || seen.has(chunk.file)) return seen;
    seen.add(chunk.file);
    for (const imported of chunk.imports ?? []) filesOf(imported, seen);
    return seen;
  }

  const scripts = (files: Iterable<string>) => [...files].filter((file) => file.endsWith('.js'));
  const kb = (files: Iterable<string>) => scripts(files).reduce((sum, file) => sum + gzipKb(file), 0);
  const routes = readFileSync(join(build, 'index.html'), 'utf8');
  const preloaded = [...routes.matchAll(/href="\/(_app\/[^"]+\.js)"/g)].flatMap(([, file]) => (file ? [file] : []));
  const boot = [...routes.matchAll(/src="\/([^"]+\.js)"/g)].flatMap(([, file]) => (file ? [file] : []));

  const keyOf = (component: string) =>
    Object.keys(manifest).find((key) => manifest[key]?.src?.endsWith(component) || key.endsWith(component));
  /** SvelteKit names its nodes by number; the page's own chunk is found by what it was made from. */
  const nodes = Object.keys(manifest).filter((key) => /nodes\/\d+\.js$/.test(key));
  const layout = keyOf('nodes/0.js');
  const shell = new Set([...preloaded, ...boot, ...(layout ? filesOf(layout) : [])]);
  const pages = nodes
    .filter((key) => !/nodes\/[01]\.js$/.test(key))
    .map((key) => ({ key, files: new Set([...filesOf(key)].filter((file) => !shell.has(file))) }));
  const everything = readdirSync(join(build, '_app'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.js'))
    .map((entry) => join(entry.parentPath, entry.name).slice(build.length + 1));
  const overview = pages[0]?.files ?? new Set<string>();
  return {
    first: kb(new Set([...shell, ...overview])),
    routes: pages.map(({ key, files }) => ({ name: key.split('/').at(-1) ?? key, kb: kb(files) })),
    all: kb(everything),
  };
}
