import { CONSUMERS, STREAMS } from '@fleet/platform/bus';
import { expect, vi } from 'vitest';
import { check } from '../../chaos/invariants.ts';
import { type FleetUnderTest, openFleet, patience } from './fleet-under-test.ts';
import type { ServiceUnderTest } from './service-under-test.ts';

/** A fleet of one of each service, its agents acting, and what an operator sees of it while something is away. */
export const openOutageStage = async () => {
  const fleet = await openFleet();
  try {
    return await stageOf(fleet);
  } catch (error) {
    await fleet.close();
    throw error;
  }
};

const stageOf = async (fleet: FleetUnderTest) => {
  const [projector, scheduler, actor, gateway] = await Promise.all([
    fleet.start('projector'),
    fleet.start('scheduler'),
    fleet.start('actor'),
    fleet.start('gateway'),
  ]);
  const services = { scheduler, actor, projector, gateway };

  const allReady = async () => {
    for (const service of Object.values(services)) await fleet.isReady(service);
  };
  await allReady();
  const ids = await fleet.agents(gateway, 8);
  await fleet.goesOn(ids);

  return {
    fleet,
    services,
    ids,
    allReady,
    /** Waits until a service says that it cannot work, and for want of what. */
    notReady: (service: ServiceUnderTest, name: string) =>
      vi.waitFor(async () => {
        const ready = await service.ready();
        expect(ready?.status, service.said()).toBe(503);
        expect(ready?.checks.find((one) => one.name === name)).toMatchObject({ ok: false });
      }, patience),
    /** Waits until the dashboard's problems name a part. */
    tells: (part: string) =>
      vi.waitFor(async () => expect((await fleet.problems(gateway)).map((one) => one.part)).toContain(part), patience),
    tellsNothing: () => vi.waitFor(async () => expect(await fleet.problems(gateway)).toEqual([]), patience),
    goesOn: () => fleet.goesOn(ids),
    /** Nothing was done twice, what was begun has its end, and every service stops cleanly. */
    endsWell: async () => {
      const paused = await fleet.api(gateway, 'POST', '/fleet/pause', { reason: 'the end of the spec' });
      expect(paused.status).toBe(200);
      await vi.waitFor(async () => {
        const queue = await fleet.bus.consumerStatus(STREAMS.ticks, CONSUMERS.ticks);
        expect([queue?.pending, queue?.ackPending]).toEqual([0, 0]);
      }, patience);
      const findings = check(await fleet.stories(gateway, ids), await fleet.calls());
      expect(findings.violations).toEqual([]);
      expect(findings.ticks).toBeGreaterThan(20);
      expect((await fleet.bus.streamStatus(STREAMS.dead))?.messages).toBe(0);
      for (const service of [gateway, actor, projector, scheduler]) {
        service.child.kill('SIGTERM');
        expect(await service.ended, service.said()).toBe(0);
      }
    },
  };
};
export type OutageStage = Awaited<ReturnType<typeof openOutageStage>>;
