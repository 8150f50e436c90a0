import { randomUUID } from 'node:crypto';
import { type Refusal, refused } from '@fleet/domain/decision';
import { agentIdOf } from '@fleet/domain/identity';
import { type Preset, type PublishedPersona, type RhythmModel, seedAgent } from '@fleet/domain/persona/seeding';
import type { SeedResult } from '@fleet/domain/read-models/api';
import type { AccessDb } from '../access/tables.ts';
import type { RunAgentCommand } from './agent-commands.ts';
import type { Order } from './execute.ts';

export type SeedRequest = {
  readonly count: number;
  readonly persona?: string | undefined;
  readonly seed?: string | undefined;
  /** A model gives each a character of its own before it is provisioned. */
  readonly grow?: boolean | undefined;
};
export type SeedAnswer = { kind: 'done'; result: SeedResult } | { kind: 'refused'; refusal: Refusal };
export type Seed = (request: SeedRequest, order: Order) => Promise<SeedAnswer>;

export type SeedDeps = {
  readonly db: AccessDb;
  readonly agent: RunAgentCommand;
  readonly personas: () => Promise<readonly PublishedPersona[]>;
  readonly preset: Preset;
  /** Another model of timing than the preset's own. */
  readonly model?: RhythmModel | undefined;
  readonly fleetSeed: string;
};

/** Places tried beyond the number asked for: those of agents that exist already, or whose names were taken. */
const MAX_OTHERS = 100_000;
const ANY = '*';

/**
 * Makes the next `count` agents of the seeded sequence. The place to go on from is a hint: a place whose agent exists
 * is passed over, so that two requests at once, or a lost hint, never make an agent twice.
 */
export const seeding =
  ({ db, agent: run, personas, preset, model, fleetSeed }: SeedDeps): Seed =>
  async (request, order) => {
    const agent: RunAgentCommand = (id, command, by) =>
      run(id, command.type === 'create' && request.grow ? { ...command, grow: true } : command, by);
    const seed = request.seed ?? fleetSeed;
    const key = request.persona ?? ANY;
    const published = await personas();
    if (request.persona !== undefined && !published.some(({ persona }) => persona.id === request.persona)) {
      const errors = [{ field: 'persona', message: `there is no persona ${request.persona}` }];
      return { kind: 'refused', refusal: refused('invalid_persona', 'the persona does not exist', errors) };
    }
    const hint = await db
      .selectFrom('seeding')
      .select('next_index')
      .where('fleet_seed', '=', seed)
      .where('persona', '=', key)
      .executeTakeFirst();
    const id = randomUUID();
    const created: string[] = [];
    let position = 0n;
    const kept = { id, ordered_by: order.by, persona: request.persona ?? null, fleet_seed: seed };
    const keep = () =>
      db
        .insertInto('seedings')
        .values({ ...kept, agent_ids: created })
        .execute();
    let index = hint?.next_index ?? 0;
    const end = index + request.count + MAX_OTHERS;
    for (; created.length < request.count && index < end; index++) {
      const only = request.persona === undefined ? {} : { persona: request.persona };
      const seeded = seedAgent({ fleetSeed: seed, index, personas: published, preset, model, ...only });
      if (!seeded) return { kind: 'refused', refusal: refused('no_persona', 'no persona has any weight to be chosen') };
      const { username, personaId, personaVersion, config, seedIndex } = seeded;
      const agentId = agentIdOf(username);
      const persona = { id: personaId, version: personaVersion };
      const command = { type: 'create', agentId, username, persona, seedIndex, config, by: order.by } as const;
      const result = await agent(agentId, command, order).catch(async (error: unknown) => {
        // Those made so far are looked after all the same.
        if (created.length > 0) await keep().catch(() => {});
        throw error;
      });
      if (result.kind === 'refused' || !result.changed) continue;
      created.push(agentId);
      position = result.position;
    }
    const next = { fleet_seed: seed, persona: key, next_index: index };
    await db
      .insertInto('seeding')
      .values(next)
      .onConflict((conflict) =>
        conflict
          .columns(['fleet_seed', 'persona'])
          .doUpdateSet({ next_index: index })
          .where('seeding.next_index', '<', index),
      )
      .execute();
    await keep();
    return { kind: 'done', result: { id, created, position: position.toString() } };
  };
