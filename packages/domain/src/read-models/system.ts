import { z } from 'zod';
import { Fleet } from './api.ts';

/** How calls to a part outside go, as the actor tells that makes them. Times are wall clock. */
export const Breaker = z.object({
  part: z.string().max(100),
  /** `open`: calls are turned away; `half_open`: a call is tried, to see. */
  state: z.enum(['closed', 'open', 'half_open']),
  /** Since when calls go through, or (over the trials in between) do not. */
  since: z.iso.datetime(),
  /** The first call after it is the next trial; null unless open. */
  retryAt: z.iso.datetime().nullable(),
  /** Calls in a row that failed. */
  failures: z.number().int(),
  /** What the last call that failed told; it outlives the outage. */
  lastError: z.string().max(300).nullable(),
});
export type Breaker = z.infer<typeof Breaker>;

/** A part as all actors see it: the worst of their states. */
const BreakerOfAll = Breaker.omit({ failures: true }).extend({
  actors: z.number().int(),
  notClosed: z.number().int(),
  /** Worst first, 50 at most. */
  instances: z.array(Breaker.omit({ part: true }).extend({ id: z.string() })),
});

/** How much something grew, over the hours it was looked at (24 at most); null until it is known for one hour. */
const growthBytesPerDay = z.number().nullable();

const Database = z.object({
  /** Null, as the figures below: Postgres does not answer, or this role may not see it. */
  sizeBytes: z.number().nullable(),
  growthBytesPerDay,
  /** Of the whole server. */
  connections: z.number().int().nullable(),
  connectionsMax: z.number().int().nullable(),
  /** Of this gateway's own connections: in use, asked for and waited for, at most. */
  poolUsed: z.number().int(),
  poolWaiting: z.number().int(),
  poolMax: z.number().int(),
  /** With indexes and what is stored out of line; largest first, 10 at most. Rows are the planner's estimate. */
  largest: z
    .array(z.object({ schema: z.string(), table: z.string(), bytes: z.number(), rows: z.number().int().nullable() }))
    .nullable(),
});

const JetStreamStream = z.object({
  name: z.string(),
  messages: z.number().int(),
  bytes: z.number(),
  /** Null: no limit of its own. */
  maxBytes: z.number().nullable(),
  maxMessages: z.number().int().nullable(),
  growthBytesPerDay,
  /** Until `maxBytes`, at the growth so far; null: no limit, no growth, or not known for an hour yet. */
  fullInDays: z.number().nullable(),
  /** Those that last, 20 at most. `pending`: not yet delivered; `ackPending`: delivered and not ended. */
  consumers: z.array(
    z.object({
      name: z.string(),
      pending: z.number().int(),
      ackPending: z.number().int(),
      redelivered: z.number().int(),
    }),
  ),
});

/** What runs, in which version, and how far it is: the figures that each service tells of itself. */
export const System = z.object({
  /** Wall clock. */
  at: z.iso.datetime(),
  /** Every instance that answered last; null while the bus does not answer. */
  services: z
    .array(
      z.object({
        name: z.string(),
        id: z.string(),
        version: z.string(),
        startedAt: z.iso.datetime(),
        figures: z.record(z.string(), z.union([z.number(), z.boolean(), z.string()])),
      }),
    )
    .nullable(),
  /** What the gateway needs, part by part. */
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), message: z.string() })),
  /** What actors call; null while the bus does not answer. */
  breakers: z.array(BreakerOfAll).nullable(),
  database: Database,
  /** The fleet's streams in NATS that exist; null while NATS does not answer. */
  jetStream: z.array(JetStreamStream).nullable(),
  readModel: z
    .object({
      position: z.string(),
      lagMs: z.number(),
      caughtUp: z.boolean(),
      /** Wall clock. */
      updatedAt: z.iso.datetime(),
    })
    .nullable(),
  /** Browsers and others that follow the live stream of this gateway. */
  streams: z.number().int(),
  /** Messages that were given up and wait for somebody to look; null while the bus does not answer. */
  deadLetters: z.number().int().nullable().optional(),
  problems: Fleet.shape.problems,
});
export type System = z.infer<typeof System>;
