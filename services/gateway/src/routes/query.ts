import { AgentStatus } from '@fleet/domain/read-models/api';
import { z } from 'zod';

/** Query parameters that several lists share. */

export const Limit = (most: number, usual: number) => z.coerce.number().int().min(1).max(most).default(usual);
export const Cursor = z.string().min(1).max(2_000).optional();
export const MinPosition = z
  .string()
  .regex(/^\d{1,20}$/, 'must be a position as answered by this API')
  .optional()
  .describe('Waits up to 2 s until the read model has this position; header `fleet-stale: true` when it has not.');
export const Moment = z.iso.datetime({ offset: true });
export const Search = z.string().max(100).optional();
export const Reason = z.string().trim().max(500).default('');
export const Id = z.object({ id: z.uuid() });

/** Several values, repeated (`kind=a&kind=b`) or with commas (`kind=a,b`). */
export const several = <T extends z.ZodType<string, string>>(item: T) =>
  z
    .union([z.string().max(2_000), z.array(z.string().max(200)).max(50)])
    .transform((given) =>
      [given]
        .flat()
        .flatMap((text) => text.split(','))
        .filter((text) => text !== ''),
    )
    .pipe(z.array(item).max(50))
    .optional();

/** Which agents: the same in the list, in operations, in the dashboard's address and in the CLI. */
export const AGENT_FILTER = {
  status: several(AgentStatus).describe('Without it, deleted agents are left out.'),
  persona: several(z.string().max(40)).describe('Persona ids; `none` for agents without one.'),
  q: Search.describe('Part of the name or username.'),
};
