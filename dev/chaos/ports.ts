import { isPortFree } from '@fleet/provision/ports';

/** Below the ports that the system gives to outgoing calls, and those of the end-to-end runs. */
const FROM = 10_000;
const SPAN = 10_000;
let next = (process.pid * 61) % SPAN;

/** A loopback port that nobody listens on, and that this process has not given out lately: twenty may start at once. */
export const ownPort = async (): Promise<number> => {
  for (let tried = 0; tried < SPAN; tried++) {
    const port = FROM + next;
    next = (next + 1) % SPAN;
    if (await isPortFree(port)) return port;
  }
  throw new Error(`no port from ${FROM} to ${FROM + SPAN - 1} is free`);
};
