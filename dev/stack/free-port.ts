import { isPortFree } from '@fleet/provision/ports';
import { PORT_SPAN } from './options.ts';

/** Hands out ports of one stack: the wanted one, or the next free one above it, never the same twice. */
export const portAllocator = (base: number, onMoved: (name: string, wanted: number, got: number) => void) => {
  const taken = new Set<number>();
  const reserved = new Set([0, 1, 2, 3, 4].map((offset) => base + offset));
  return async (name: string, offset: number): Promise<number> => {
    const wanted = base + offset;
    for (let port = wanted; port < base + PORT_SPAN; port++) {
      // A neighbour's own number is not taken from it just because it starts later.
      if (taken.has(port) || (port !== wanted && reserved.has(port))) continue;
      if (!(await isPortFree(port))) continue;
      taken.add(port);
      if (port !== wanted) onMoved(name, wanted, port);
      return port;
    }
    throw new Error(`no free port for ${name} between ${wanted} and ${base + PORT_SPAN - 1}: give another --port-base`);
  };
};
