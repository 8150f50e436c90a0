import { BUCKETS, connectBus } from '@fleet/platform/bus';
import { reanchor } from '@fleet/platform/clock';
import { createLog } from '@fleet/platform/log';
import { LOCAL_TIME_SCALE, livelyHour } from './local-pace.ts';
import type { StackOptions } from './options.ts';
import { readSettings } from './settings.ts';

export type LocalClock = { readonly scale: number; fleetNow(): number };

const CONNECT_WITHIN_MS = 20_000;

/**
 * Sets the fleet's clock before any service runs: at a lively hour on the first start, where it stopped on a later one,
 * and at the scale asked for. With a real Studio or a paid model it runs at 1, which is the wall's own time.
 */
export const anchorLocalClock = async (parts: {
  options: StackOptions;
  natsUrl: string;
  realSpending: boolean;
  signal: AbortSignal;
}): Promise<LocalClock> => {
  const { options, natsUrl, realSpending, signal } = parts;
  const usual = realSpending ? 1 : (readSettings(options.dataDir)?.timeScale ?? LOCAL_TIME_SCALE);
  const scale = options.timeScale ?? usual;
  const bus = await connectBus({
    url: natsUrl,
    name: 'fleet-stack',
    log: createLog({ service: 'stack', level: 'silent' }),
    signal,
    withinMs: CONNECT_WITHIN_MS,
  });
  try {
    await bus.ensureTopology();
    const kv = await bus.kv(BUCKETS.control);
    const wallNow = Date.now();
    const anchor = await reanchor({ kv, scale, wallNow, ...(realSpending ? {} : { startAt: livelyHour(wallNow) }) });
    return { scale: anchor.scale, fleetNow: () => anchor.fleet + (Date.now() - anchor.wall) * anchor.scale };
  } finally {
    await bus.close();
  }
};
