/**
 * At most `atOnce` renders run, at most `waiting` wait: rendering shares two cores with everything else.
 * `run` answers null when the queue is full; what the work throws goes up.
 */
export function renderQueue(atOnce: number, waiting: number) {
  const queue: (() => void)[] = [];
  let running = 0;

  const release = () => {
    running -= 1;
    queue.shift()?.();
  };
  return {
    async run<T>(work: () => Promise<T>): Promise<{ readonly value: T } | null> {
      if (running >= atOnce) {
        if (queue.length >= waiting) return null;
        await new Promise<void>((resolve) => queue.push(resolve));
      }
      running += 1;
      try {
        return { value: await work() };
      } finally {
        release();
      }
    },
    depth: (): { running: number; waiting: number } => ({ running, waiting: queue.length }),
  };
}

export type RenderQueue = ReturnType<typeof renderQueue>;
