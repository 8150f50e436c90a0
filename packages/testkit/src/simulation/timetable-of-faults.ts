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
  { time, desk, queue, buckets, events, gallery, ledger }: Outside,
  services: Services,
  operator: Operator,
): Told => {
  const told: Told = { latched: [], outages: [] };
  const standing = new Map<string, number>();
  /** Two of a kind may overlap: the last one to go ends it. */
  const lasting = (fault: { kind: string; forMs: number }, spans: Span[], begin: () => void, end: () => void) => {
    const { kind, forMs } = fault;
    const span: Span = { from: time.now(), to: Number.POSITIVE_INFINITY };
    spans.push(span);
    standing.set(kind, (standing.get(kind) ?? 0) + 1);
    begin();
    time.after(forMs, `${kind} ends`, () => {
      span.to = time.now();
      standing.set(kind, (standing.get(kind) ?? 1) - 1);
      if (standing.get(kind) === 0) end();
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
        lasting(fault, told.outages, set(true), set(false));
        return;
      }
      case 'bus-down': {
        desk.hit(fault);
        const set = (down: boolean) => () => {
          queue.setDown(down);
          buckets.setDown(down);
        };
        lasting(fault, told.outages, set(true), set(false));
        return;
      }
      case 'ledger-down': {
        desk.hit(fault);
        const set = (down: boolean) => () => ledger.setDown(down);
        lasting(fault, [], set(true), set(false));
        return;
      }
      case 'platform-pause': {
        desk.hit(fault);
        const set = (paused: boolean) => () => gallery.setPaused(paused);
        lasting(fault, [], set(true), set(false));
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
          if (done)
            lasting(
              fault,
              told.latched,
              () => {},
              () => void operator.latch(false),
            );
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
