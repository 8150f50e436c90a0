import { setTimeout as after } from 'node:timers/promises';
import { type KeyValue, LATCH_KEY } from '@fleet/platform/bus';
import { z } from 'zod';
import type { Latch } from '../read/fleet.ts';

const PUT_WITHIN_MS = 2_000;
const Value = z.object({ paused: z.boolean(), by: z.string().default(''), reason: z.string().default('') });

/** The emergency stop in KV that every actor watches: it works while Postgres and the event store are down. */
export type LatchSwitch = {
  /** What was last heard of it; null before anything was. */
  current(): Latch | null;
  /** False when it could not be set within two seconds. */
  set(latch: Latch): Promise<boolean>;
  /** Resolves when its present value is known; goes on until the signal aborts. */
  follow(signal: AbortSignal): Promise<void>;
};

const parse = (text: string): Latch | null => {
  try {
    const value = Value.safeParse(JSON.parse(text));
    return value.success ? value.data : null;
  } catch {
    return null;
  }
};

/** `onChange` hears of every change, also of one made elsewhere. */
export const latchSwitch = (control: KeyValue, wallNow: () => number, onChange: () => void): LatchSwitch => {
  let current: Latch | null = null;
  return {
    current: () => current,
    follow: (signal) =>
      control.watch(
        LATCH_KEY,
        (_key, entry) => {
          current = entry ? parse(entry.value) : null;
          onChange();
        },
        signal,
      ),
    set: async (latch) => {
      const at = new Date(wallNow()).toISOString();
      const put = control.put(LATCH_KEY, JSON.stringify({ ...latch, at })).then(
        () => true,
        () => false,
      );
      const done = await Promise.race([put, after(PUT_WITHIN_MS, false, { ref: false })]);
      if (done) current = latch;
      return done;
    },
  };
};
