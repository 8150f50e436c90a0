import { Prices, type PricesView } from '@fleet/domain/read-models/prices';
import type { ServiceInstance } from '@fleet/platform/bus';

const MAX_TOKEN_LINES = 20;
const MAX_IMAGE_LINES = 40;

const bySmallest = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Each line once, however many actors tell it, in an order that does not depend on who answered first. */
const once = <T>(lines: readonly T[], nameOf: (line: T) => string, most: number): T[] => {
  const known = new Map(lines.map((line) => [JSON.stringify(line), line]));
  return [...known.values()].sort((a, b) => bySmallest(nameOf(a), nameOf(b))).slice(0, most);
};

/** How old a list is depends on when it was asked, not on how an actor is set. */
const settingsOf = ({ staleDays: _, warning: __, ...rest }: Prices): string => JSON.stringify(rest);

const merge = (told: readonly Prices[]): Prices | null => {
  const [oldest] = told.toSorted((a, b) => bySmallest(a.asOf, b.asOf));
  if (oldest === undefined) return null;
  const stalest = told.toSorted((a, b) => (b.staleDays ?? 0) - (a.staleDays ?? 0))[0] ?? oldest;
  return {
    ...{ asOf: oldest.asOf, source: oldest.source, staleDays: stalest.staleDays, warning: stalest.warning },
    tokens: once(
      told.flatMap(({ tokens }) => tokens),
      ({ model }) => model,
      MAX_TOKEN_LINES,
    ),
    images: once(
      told.flatMap(({ images }) => images),
      ({ model, size, quality }) => `${model} ${size} ${quality}`,
      MAX_IMAGE_LINES,
    ),
    atMost: {
      postUsd: Math.max(...told.map(({ atMost }) => atMost.postUsd)),
      commentUsd: Math.max(...told.map(({ atMost }) => atMost.commentUsd)),
    },
  };
};

/** What the actors that answered last pay by, as one list. `instances`: null while the bus does not answer. */
export const pricesOf = (instances: readonly ServiceInstance[] | null): PricesView => {
  const told = (instances ?? []).flatMap(({ name, data }) => {
    const read = name === 'fleet-actor' ? Prices.safeParse(data.prices) : null;
    return read?.success ? [read.data] : [];
  });
  const prices = merge(told);
  return {
    actors: told.length,
    differ: new Set(told.map(settingsOf)).size > 1,
    unknownBecause: prices !== null ? null : instances === null ? 'nats' : 'actors',
    prices,
  };
};
