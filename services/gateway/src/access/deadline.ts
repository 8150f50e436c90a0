/** Milliseconds that stopping the fleet may wait for a database that does not even refuse. */
export const DATABASE_WITHIN_MS = 2_000;

/** Gives up waiting: a database that hangs is told from one that is slow by this alone. The query itself goes on. */
export const inTime = async <T>(work: Promise<T>, withinMs: number = DATABASE_WITHIN_MS): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = Object.assign(new Error(`the database did not answer within ${withinMs} ms`), { code: 'ETIMEDOUT' });
    timer = setTimeout(() => reject(error), withinMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};
