import { describe, expect, it } from 'vitest';
import { BUCKETS } from '../../src/bus/index.ts';
import { ANCHOR_KEY, openClock, reanchor } from '../../src/clock/index.ts';
import { silentLog } from '../../src/log/index.ts';
import { until, useBus } from '../bus/bus-fixture.ts';

describe('the fleet clock', () => {
  const { bus, connect } = useBus();
  const log = silentLog();
  const control = () => bus().kv(BUCKETS.control);

  it('begins at the wall, and is one clock for all who open it at once', async () => {
    const clocks = await Promise.all(
      Array.from({ length: 6 }, async () =>
        openClock({ kv: await (await connect()).kv(BUCKETS.control), scale: 1, log }),
      ),
    );
    const anchors = new Set(clocks.map((clock) => Math.round(clock.fleetNow() - clock.wallNow())));
    expect([...anchors].every((difference) => Math.abs(difference) < 1_000)).toBe(true);
    expect(clocks.map((clock) => clock.scale())).toEqual([1, 1, 1, 1, 1, 1]);
    for (const clock of clocks) clock.close();
  });

  it('follows a new anchor in every process and never goes back', async () => {
    const clock = await openClock({ kv: await control(), scale: 1, log });
    const later = clock.fleetNow() + 3_600_000;
    await reanchor({ kv: await control(), scale: 12, wallNow: Date.now(), notBefore: later });
    await until(() => clock.scale() === 12);
    expect(clock.fleetNow()).toBeGreaterThanOrEqual(later);
    const due = clock.fleetNow() + 60_000;
    expect(clock.wallAt(due) - clock.wallNow()).toBeGreaterThan(4_000);
    expect(clock.wallAt(due) - clock.wallNow()).toBeLessThan(5_100);
    clock.close();
  });

  it('goes on where it was after a rest, without the time in which nothing ran', async () => {
    const kv = await control();
    const before = JSON.parse((await kv.get(ANCHOR_KEY))?.value ?? '{}');
    const dayLater = Date.now() + 86_400_000;
    const next = await reanchor({ kv, scale: 6, wallNow: dayLater, startAt: 0 });
    expect(next.fleet).toBeGreaterThanOrEqual(before.fleet);
    expect(next.fleet).toBeLessThan(before.fleet + 3_600_000);
    const noted = await reanchor({ kv, scale: 6, wallNow: dayLater, notBefore: next.fleet + 5_000 });
    expect(noted.fleet).toBe(next.fleet + 5_000);
  });

  it('begins where it is told to the first time only', async () => {
    const kv = await control();
    await kv.delete(ANCHOR_KEY);
    await kv.delete('clock-seen');
    const lively = Date.UTC(2026, 2, 2, 18);
    expect((await reanchor({ kv, scale: 6, wallNow: lively + 5, startAt: lively })).fleet).toBe(lively);
    const again = await reanchor({ kv, scale: 6, wallNow: lively + 9, startAt: lively - 99 });
    expect(again.fleet).toBe(lively + 4 * 6);
  });

  it('is not set back by a run that was killed before it noted its time, nor by a wall clock that was', async () => {
    const kv = await control();
    const start = Date.UTC(2026, 2, 2, 18);
    await kv.delete(ANCHOR_KEY);
    await kv.delete('clock-seen');
    const first = await reanchor({ kv, scale: 3, wallNow: start, startAt: start });
    // Killed 10 s later: fleet time was 30 s further.
    const second = await reanchor({ kv, scale: 3, wallNow: start + 10_000, startAt: start });
    expect(second.fleet).toBe(first.fleet + 30_000);
    await kv.put('clock-seen', JSON.stringify({ fleet: second.fleet + 60_000 }));
    const third = await reanchor({ kv, scale: 3, wallNow: start - 86_400_000, startAt: start });
    expect(third.fleet).toBeGreaterThan(second.fleet + 60_000);
    expect(third.fleet).toBeLessThan(second.fleet + 200_000);
  });

  it('is anchored anew when what is kept is no anchor', async () => {
    const kv = await control();
    await kv.put(ANCHOR_KEY, 'garbage');
    const clock = await openClock({ kv, scale: 2, log });
    expect(clock.scale()).toBe(2);
    clock.close();
  });
});
