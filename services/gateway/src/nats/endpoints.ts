import { randomBytes, randomUUID } from 'node:crypto';
import type { Refusal } from '@fleet/domain/decision';
import { traceIdOf, traceparentOf } from '@fleet/domain/trace';
import { type ServiceAnswer, type ServiceEndpoint, SUBJECTS } from '@fleet/platform/bus';
import { EventStoreError } from '@fleet/platform/eventstore';
import { z } from 'zod';
import type { AgentAnswer, RunAgentCommand } from '../command/agent-commands.ts';
import type { Order } from '../command/execute.ts';
import type { FleetAnswer, FleetCommands } from '../command/fleet-commands.ts';
import { isStorable } from '../http/storable.ts';

export type EndpointDeps = {
  readonly fleet: FleetCommands;
  readonly agent: RunAgentCommand;
  readonly readFleet: () => Promise<unknown>;
};

const Reason = z.string().trim().max(500).default('');
const Ordered = z.strictObject({ reason: Reason });
const ForAgent = z.strictObject({ agent: z.uuid('must be the id of an agent'), reason: Reason });

const STATUS: Readonly<Record<string, number>> = { not_found: 404, invalid_config: 422 };
const fail = (code: number, message: string): ServiceAnswer => ({ ok: false, code, message });
const refusedAnswer = ({ code, reason }: Refusal) => fail(STATUS[code] ?? 409, `${code}: ${reason}`);

/** An empty payload is an empty object, so that `nats req fleet.cmd.pause-all ''` works. */
const parse = <T>(schema: z.ZodType<T>, payload: string): { ok: true; value: T } | { ok: false; message: string } => {
  let json: unknown;
  try {
    json = payload.trim() === '' ? {} : JSON.parse(payload);
  } catch {
    return { ok: false, message: 'the payload is not JSON' };
  }
  if (!isStorable(json)) return { ok: false, message: 'a text holds a zero character or half a surrogate pair' };
  const parsed = schema.safeParse(json);
  if (parsed.success) return { ok: true, value: parsed.data };
  const wrong = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'payload'} ${message}`);
  return { ok: false, message: wrong.join('; ') };
};

/** The caller's traceparent, else that of a trace which begins here, named after the order. */
const startedBy = (given: string | undefined, orderId: string): string => {
  if (given !== undefined && traceIdOf(given) !== null) return given;
  return traceparentOf(orderId.replaceAll('-', ''), randomBytes(8).toString('hex'));
};

/** `fleet.cmd.*` for the NATS CLI: the same handler as HTTP, orders given by `nats`. */
export const commandEndpoints = ({ fleet, agent, readFleet }: EndpointDeps): ServiceEndpoint[] => {
  const endpoint = <T>(
    name: string,
    schema: z.ZodType<T>,
    description: string,
    run: (value: T, order: Order) => Promise<ServiceAnswer>,
  ): ServiceEndpoint => ({
    name,
    subject: SUBJECTS.command(name),
    metadata: { description },
    handler: async (payload, headers) => {
      const parsed = parse(schema, payload);
      if (!parsed.ok) return fail(400, parsed.message);
      const correlationId = randomUUID();
      const traceparent = startedBy(headers.traceparent, correlationId);
      try {
        return await run(parsed.value, { by: 'nats', correlationId, traceparent });
      } catch (error) {
        if (error instanceof EventStoreError && error.code === 'unavailable') return fail(503, error.message);
        throw error;
      }
    },
  });

  const fleetAnswer = async (name: string, result: FleetAnswer, order: Order): Promise<ServiceAnswer> => {
    if (result.kind === 'done') return { ok: true, body: result.result };
    await fleet.refused(name, null, result.refusal, order);
    return refusedAnswer(result.refusal);
  };
  const agentAnswer = async (name: string, id: string, result: AgentAnswer, order: Order): Promise<ServiceAnswer> => {
    if (result.kind === 'refused') {
      await fleet.refused(name, id, result.refusal, order);
      return refusedAnswer(result.refusal);
    }
    const { state, changed, position } = result;
    const body = { id: state.id, username: state.username, status: state.desired, changed, position: `${position}` };
    return { ok: true, body };
  };

  return [
    endpoint('pause-all', Ordered, 'Stop every agent', async ({ reason }, order) =>
      fleetAnswer('fleet.pause', await fleet.pause(reason, order), order),
    ),
    endpoint('resume-all', Ordered, 'Lift every pause of the fleet', async ({ reason }, order) =>
      fleetAnswer('fleet.resume', await fleet.resume(reason, order), order),
    ),
    ...(['start', 'pause', 'resume', 'stop'] as const).map((type) =>
      endpoint(type, ForAgent, `${type} one agent: {"agent":"<id>"}`, async ({ agent: id, reason }, order) =>
        agentAnswer(`agent.${type}`, id, await agent(id, { type, by: order.by, reason }, order), order),
      ),
    ),
    endpoint('status', z.strictObject({}), 'State, counts, spend and lag of the fleet', async () => ({
      ok: true,
      body: await readFleet(),
    })),
  ];
};
