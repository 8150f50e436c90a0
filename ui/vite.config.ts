import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';
import { externalBoot } from './scripts/external-boot.ts';
import { strictStyles } from './scripts/strict-styles.ts';

export default defineConfig({
  plugins: [
    strictStyles(),
    tailwindcss(),
    sveltekit({
      adapter: externalBoot(adapter({ pages: 'build', fallback: 'index.html', precompress: true })),
      // The gateway serves one version at a time; a new one is picked up by the next full load.
      version: { name: process.env.FLEET_VERSION ?? '0.1.0', pollInterval: 0 },
    }),
  ],
  server: { proxy: { '/api': 'http://127.0.0.1:4000', '/session': 'http://127.0.0.1:4000' } },
});
