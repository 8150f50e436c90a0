/** A part of a process that is there later than what tells how the process is. */
export type Late<T> = {
  /** @throws what `missing` makes, while the part is not there */
  get(): T;
  set(part: T): void;
  /** Resolves when it is there. */
  readonly there: Promise<T>;
};

export const late = <T>(missing: () => Error): Late<T> => {
  const { promise, resolve } = Promise.withResolvers<T>();
  let part: { readonly is: T } | null = null;
  return {
    get: () => {
      if (part === null) throw missing();
      return part.is;
    },
    set: (is) => {
      part = { is };
      resolve(is);
    },
    there: promise,
  };
};
