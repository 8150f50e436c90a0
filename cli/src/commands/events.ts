import { type StoredEvent, TickEvents } from '@fleet/domain/read-models/tick-events';
import type { Command } from 'commander';
import { z } from 'zod';
import { createGatewayClient } from '../gateway-client.ts';
import type { Surroundings } from '../surroundings.ts';
import { shortened, table } from '../table.ts';
import { type CommonOptions, findTarget } from '../target.ts';

/** `fleet events <activity>`: what is on record of one tick, as it is stored. */
export const eventsCommand = (program: Command, around: Surroundings): void => {
  program
    .command('events')
    .description('the events of one ended tick, oldest first, with its trace id; all of each with --json')
    .argument('<activity>', 'id, as the dashboard and act tell it')
    .action(async (id: string, _options, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      const client = createGatewayClient(findTarget(options, around));
      const found = await client.get(`/activity/${encodeURIComponent(id)}/events`, TickEvents);
      around.stdout(options.json ? JSON.stringify(found) : describe(found));
    });
};

const describe = ({ tickId, traceId, complete, events }: TickEvents): string => {
  const firstMs = Date.parse(events[0]?.recordedAt ?? '');
  const rows = events.map((event) => [
    event.recordedAt.slice(11, 23),
    `+${((Date.parse(event.recordedAt) - firstMs) / 1000).toFixed(3)} s`,
    event.type,
    detailOf(event),
    `${event.stream}@${event.revision}`,
  ]);
  return [
    table([
      ['tick', tickId],
      ['trace', traceId ?? 'none'],
    ]),
    '',
    table(rows, ['when (UTC)', 'after', 'event', 'what', 'place']),
    ...(complete ? [] : ['', 'Its first events are not among them.']),
  ].join('\n');
};

/** Fields that say most of an event, where it has them. */
const Telling = z.object({
  by: z.string().optional(),
  step: z.string().optional(),
  request: z.object({ step: z.string() }).optional(),
  result: z.object({ step: z.string() }).optional(),
  kind: z.string().nullish(),
  outcome: z.string().optional(),
  code: z.string().nullish(),
  reason: z.string().nullish(),
  costUsd: z.number().optional(),
});

const detailOf = ({ data }: StoredEvent): string => {
  const { success, data: telling } = Telling.safeParse(data);
  if (!success) return '';
  const { by, step, request, result, kind, outcome, code, reason, costUsd } = telling;
  const cost = costUsd ? `$${costUsd.toFixed(4)}` : null;
  const parts = [by, step ?? request?.step ?? result?.step, kind, outcome, code, reason, cost];
  return shortened(parts.filter(Boolean).join(' · '), 80);
};
