import { AgentConfig } from '@fleet/domain/agent/agent-config';
import type { Blocklist } from '@fleet/domain/content/blocklist';
import { type Character, judgeCharacter } from '@fleet/domain/content/character';
import { problemsOf } from '@fleet/domain/content/verdict';
import type { ComposeClient } from '../llm/compose.ts';
import type { ActingAgent, Budget, CallContext, Grow } from '../ports.ts';

type Parts = {
  readonly client: Pick<ComposeClient, 'grow' | 'ceilingGrowUsd'>;
  readonly budget: Budget;
  readonly blocklist: Blocklist;
};

const OWN_KEPT = 2;

/** Each interest once, and two of the persona's own where the model dropped them all: by them agents find posts. */
const interestsOf = (grown: readonly string[], own: readonly string[]): string[] => {
  const byWords = new Map(grown.map((interest) => [interest.toLowerCase(), interest]));
  const kept = own.some((interest) => byWords.has(interest.toLowerCase())) ? [] : own.slice(0, OWN_KEPT);
  return [...kept, ...byWords.values()];
};

/**
 * Grows an agent's character by one call to the model, reserved like any other. Whatever goes wrong, the agent keeps the
 * character of its persona: nobody waits for a model to be there.
 */
export const createGrower =
  ({ client, budget, blocklist }: Parts): Grow =>
  async (agent: ActingAgent, call: CallContext & { readonly key: string }) => {
    const kept = (reason: string, costUsd = 0) => ({ outcome: 'kept', config: agent.config, reason, costUsd }) as const;
    const ceilingUsd = client.ceilingGrowUsd(agent);
    const reserved = await budget.reserve(call.key, agent.id, ceilingUsd);
    if (reserved !== 'reserved') return kept(`no budget for up to $${ceilingUsd}: ${reserved}`);
    const answer = await client.grow(agent, call);
    // Silence may have been billed, as with any call.
    const costUsd = answer.kind === 'unclear' ? ceilingUsd : answer.kind === 'unsent' ? 0 : answer.costUsd;
    if (ceilingUsd > 0 || costUsd > 0) await budget.settle(call.key, costUsd);
    switch (answer.kind) {
      case 'unsent':
      case 'unclear':
        return kept(answer.reason, costUsd);
      case 'unusable':
        return { ...kept(`${answer.code}: ${answer.reason}`, costUsd), wrote: answer.wrote };
      case 'grown': {
        const character: Character = {
          ...answer.character,
          interests: interestsOf(answer.character.interests, agent.config.interests),
        };
        const verdicts = judgeCharacter(character, blocklist);
        const wrote = { ...answer.sealed, verdicts: [...verdicts] };
        const config = AgentConfig.safeParse({ ...agent.config, ...character });
        if (verdicts.some(({ ok }) => !ok) || !config.success)
          return { ...kept(problemsOf(verdicts) || 'not a valid configuration', costUsd), wrote };
        return { outcome: 'grown', config: config.data, reason: '', costUsd, wrote };
      }
      default:
        return answer satisfies never;
    }
  };
