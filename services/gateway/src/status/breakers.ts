import { Breaker, type System } from '@fleet/domain/read-models/system';
import type { ServiceInstance } from '@fleet/platform/bus';
import { z } from 'zod';

type BreakerOfAll = NonNullable<System['breakers']>[number];

const MAX_PARTS = 20;
const MAX_INSTANCES = 50;
const WORST_FIRST: readonly Breaker['state'][] = ['open', 'half_open', 'closed'];

/** What actors tell in their stats; anything else there is not ours to understand. */
const Told = z.array(Breaker).max(MAX_PARTS);

const byState = (a: Pick<Breaker, 'state' | 'since'>, b: Pick<Breaker, 'state' | 'since'>) =>
  WORST_FIRST.indexOf(a.state) - WORST_FIRST.indexOf(b.state) || a.since.localeCompare(b.since);

/** Parts as all actors see them: each in the worst state that one tells, longest first where several tell the same. */
export const breakersOf = (instances: readonly ServiceInstance[]): BreakerOfAll[] => {
  const parts = new Map<string, BreakerOfAll['instances']>();
  for (const { id, data } of instances)
    for (const { part, ...told } of Told.safeParse(data.breakers).data ?? []) {
      const known = parts.get(part) ?? [];
      if (known.length > 0 || parts.size < MAX_PARTS) parts.set(part, [...known, { id, ...told }]);
    }
  return [...parts].flatMap(([part, told]) => {
    const [worst, ...others] = told.sort(byState);
    if (!worst) return [];
    const { state, since, retryAt, lastError } = worst;
    const notClosed = told.filter((one) => one.state !== 'closed').length;
    const shown = [worst, ...others].slice(0, MAX_INSTANCES);
    return [{ part, state, since, retryAt, lastError, actors: told.length, notClosed, instances: shown }];
  });
};
