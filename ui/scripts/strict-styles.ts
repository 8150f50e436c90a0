import type { Plugin } from 'vite';

/**
 * SvelteKit's route announcer hides itself with a style attribute, which `style-src 'self'` refuses; a class does the
 * same. Fails the build when the announcer no longer looks as expected.
 */
export function strictStyles(): Plugin {
  return {
    name: 'fleet-strict-styles',
    enforce: 'pre',
    transform(code, id) {
      if (!id.includes('@sveltejs/kit') || !id.split('?')[0]?.endsWith('/components/root.svelte')) return null;
      const announcer = /(id="svelte-announcer"[\s\S]*?)style="[^"]*"/;
      if (!announcer.test(code))
        throw new Error('the route announcer has no style attribute any more: drop this plugin');
      return { code: code.replace(announcer, '$1class="sr-only"'), map: null };
    },
  };
}
