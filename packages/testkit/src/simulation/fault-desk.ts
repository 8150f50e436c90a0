import type { Fault } from './faults.ts';

type Nth = Extract<Fault, { nth: number }>;
type Counted = Exclude<Nth, { kind: 'crash' | 'freeze' }>;

/** Tells whoever asks whether this is the time that something was to go wrong, and keeps count of what did. */
export type FaultDesk = {
  /** Counts one more such thing, and gives the faults that were waiting for it. */
  count<K extends Counted['kind']>(kind: K): readonly Extract<Counted, { kind: K }>[];
  /** A process is at a crash point. */
  at(label: string, where: string): Extract<Fault, { kind: 'crash' | 'freeze' }> | null;
  /** Nothing goes wrong from now on. */
  close(): void;
  /** A fault that came about in its own time. */
  hit(fault: Fault): void;
  readonly reached: Set<string>;
  readonly struck: Set<string>;
  readonly hits: Map<Fault['kind'], number>;
};

export const faultDesk = (faults: readonly Fault[], note: (text: string) => void): FaultDesk => {
  const counts = new Map<string, number>();
  const hits = new Map<Fault['kind'], number>();
  const reached = new Set<string>();
  const struck = new Set<string>();
  let closed = false;

  const more = (key: string): number => {
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count;
  };
  const hit = (fault: Fault) => {
    hits.set(fault.kind, (hits.get(fault.kind) ?? 0) + 1);
    note(`fault ${JSON.stringify(fault)}`);
  };

  return {
    count: <K extends Counted['kind']>(kind: K) => {
      const count = more(kind);
      if (closed) return [];
      const now = faults.filter(
        (fault): fault is Extract<Counted, { kind: K }> =>
          fault.kind === kind &&
          'nth' in fault &&
          count >= fault.nth &&
          count < fault.nth + ('times' in fault ? fault.times : 1),
      );
      for (const fault of now) hit(fault);
      return now;
    },
    at: (label, where) => {
      const place = `${label}:${where}`;
      reached.add(place);
      const count = more(place);
      if (closed) return null;
      for (const fault of faults) {
        if (fault.kind !== 'crash' && fault.kind !== 'freeze') continue;
        if (fault.label !== label || fault.where !== where || fault.nth !== count) continue;
        if (fault.kind === 'crash') struck.add(place);
        hit(fault);
        return fault;
      }
      return null;
    },
    close: () => {
      closed = true;
    },
    hit,
    reached,
    struck,
    hits,
  };
};
