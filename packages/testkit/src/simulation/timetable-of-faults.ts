import type { Fault } from './faults.ts';
import type { Operator } from './operator.ts';
import type { Outside } from './outside.ts';
import type { Services } from './services.ts';

/** When nothing may begin, and who could not know: virtual ms, `[from, to)`. */
export type Span = { readonly from: number; to: number };
export type Told = { readonly latched: Span[]; readonly outages: Span[] };

/** Brings about, at their moments, the faults that have one. */
export const scheduleFaults = (
  faults: readonly Fault[],
  { time, desk, queue, buckets, events, gallery }: Outside,
  services: Services,
  operator: Operator,
): Told => {
  const told: Told = { latched: [], outages: [] };
  const lasting = (forMs: number, spans: Span[], begin: () => void, end: () => void) => {
    const span: Span = { from: time.now(), to: Number.POSITIVE_INFINITY };
    spans.push(span);
    begin();
    time.after(forMs, '', () => {
      span.to = time.now();
      end();
    });
  };

  const bring = (fault: Fault): void => {
    switch (fault.kind) {
      case 'kill':
      case 'stop':
      case 'stall': {
        const station = services.at(fault.of, fault.index);
        if (!station?.current) return;
        desk.hit(fault);
        if (fault.kind === 'kill') services.kill(station, fault.restartMs);
        else if (fault.kind === 'stop') services.stop(station, fault.restartMs);
        else station.current.process.stopFor(fault.forMs);
        return;
      }
      case 'clock-jump': {
        desk.hit(fault);
        services.at('actor', fault.index)?.current?.process.jumpWall(fault.byMs);
        return;
      }
      case 'store-down': {
        desk.hit(fault);
        const set = (down: boolean) => () => events.store.setDown(down);
        return lasting(fault.forMs, told.outages, set(true), set(false));
      }
      case 'bus-down': {
        desk.hit(fault);
        const set = (down: boolean) => () => {
          queue.setDown(down);
          buckets.setDown(down);
        };
        return lasting(fault.forMs, told.outages, set(true), set(false));
      }
      case 'platform-pause': {
        desk.hit(fault);
        gallery.setPaused(true);
        time.after(fault.forMs, '', () => gallery.setPaused(false));
        return;
      }
      case 'operator-pause': {
        desk.hit(fault);
        void operator.pause();
        time.after(fault.forMs, 'operator resumes', () => void operator.resume());
        return;
      }
      case 'latch': {
        desk.hit(fault);
        void operator.latch(true).then((done) => {
          if (done) lasting(fault.forMs, told.latched, () => {}, () => void operator.latch(false));
        });
        return;
      }
      default:
        return;
    }
  };

  for (const fault of faults) if ('at' in fault) time.after(fault.at, `fault ${fault.kind}`, () => bring(fault));
  return told;
};
