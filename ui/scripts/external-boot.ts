import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Adapter } from '@sveltejs/kit';

/**
 * Moves the inline start script of the built page to a file of its own, so that the page runs under
 * `script-src 'self'` without hashes that the server would have to know.
 */
export function externalBoot(adapter: Adapter): Adapter {
  return {
    ...adapter,
    async adapt(builder) {
      await adapter.adapt(builder);
      const page = 'build/index.html';
      const html = readFileSync(page, 'utf8');
      const inline = /<script>([\s\S]*?)<\/script>/.exec(html);
      if (!inline?.[1]) throw new Error(`no start script found in ${page}`);
      const hash = createHash('sha256').update(inline[1]).digest('hex').slice(0, 10);
      const path = `_app/immutable/boot.${hash}.js`;
      const moved = html.replace(inline[0], `<script src="/${path}"></script>`);
      for (const [file, text] of [
        [`build/${path}`, inline[1]],
        [page, moved],
      ] as const) {
        rmSync(`${file}.gz`, { force: true });
        writeFileSync(file, text);
        writeFileSync(`${file}.gz`, gzipSync(text));
        writeFileSync(`${file}.br`, brotliCompressSync(text));
      }
    },
  };
}
