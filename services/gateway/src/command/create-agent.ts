import { AgentConfig, AgentConfigPatch, Username } from '@fleet/domain/agent/agent-config';
import { refused } from '@fleet/domain/decision';
import { agentIdOf } from '@fleet/domain/identity';
import { type Preset, presetRhythm, presetWeights, type RhythmModel } from '@fleet/domain/persona/seeding';
import { z } from 'zod';
import type { AgentAnswer, RunAgentCommand } from './agent-commands.ts';
import type { Order } from './execute.ts';
import type { FindPersona } from './personas.ts';

/** A new agent: a persona gives every field that is not said; without one all but these have to be said. */
export const AgentCreation = AgentConfigPatch.extend({
  username: Username,
  name: z.string().trim().min(1).max(100),
  persona: z.string().max(40).nullish(),
  grow: z.boolean().optional().describe('A model gives it a character of its own, once, before it is provisioned.'),
});
export type AgentCreation = z.infer<typeof AgentCreation>;
export type CreateAgent = (body: AgentCreation, order: Order) => Promise<AgentAnswer>;

const withoutUndefined = (fields: object) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

export const createAgent =
  (
    run: RunAgentCommand,
    findPersona: FindPersona,
    { preset, model }: { readonly preset: Preset; readonly model: RhythmModel | undefined },
  ): CreateAgent =>
  async ({ username, persona: personaId, grow, ...given }, order) => {
    const found = personaId == null ? null : await findPersona(personaId);
    if (personaId != null && !found) {
      const errors = [{ field: 'persona', message: `there is no persona ${personaId}` }];
      return { kind: 'refused', refusal: refused('invalid_config', 'the persona does not exist', errors) };
    }
    const base = found && {
      personality: found.persona.personality,
      vibe: found.persona.vibe,
      interests: found.persona.interests,
      schedule: found.persona.schedule,
      minIntervalS: found.persona.minIntervalS,
      maxIntervalS: found.persona.maxIntervalS,
      weights: presetWeights(found.persona.weights, preset),
      workflow: found.persona.workflow,
      rhythm: presetRhythm(preset, undefined, model),
      ...(found.persona.hold ? { hold: true } : {}),
    };
    const config = AgentConfig.safeParse({ ...base, ...withoutUndefined(given) });
    if (!config.success) {
      const errors = config.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }));
      return { kind: 'refused', refusal: refused('invalid_config', 'the configuration is not valid', errors) };
    }
    const agentId = agentIdOf(username);
    const persona = found && { id: found.persona.id, version: found.version };
    return run(
      agentId,
      {
        type: 'create',
        agentId,
        username,
        persona,
        seedIndex: null,
        config: config.data,
        ...(grow ? { grow } : {}),
        by: order.by,
      },
      order,
    );
  };
