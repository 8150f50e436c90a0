import { createHash } from 'node:crypto';
import type { Composed, PromptRef } from '@fleet/domain/activity/activity-events';
import { BANKS, bankFor, drawPost } from '@fleet/domain/persona/banks/banks';
import type { ComposeInput } from '../ports.ts';

/** The hash of each bank as it is now, in place of a prompt's: which texts a post was drawn from. */
const HASHES = new Map(BANKS.map((bank) => [bank, createHash('sha256').update(JSON.stringify(bank)).digest('hex')]));

/** One of the bank's posts for this very moment; `again` from 0 gives another each time. */
export const bankPost = (
  { agent, draw }: ComposeInput & { kind: 'post' },
  again: number,
): { readonly composed: Extract<Composed, { kind: 'post' }>; readonly ref: PromptRef } => {
  const bank = bankFor(agent.personaId, agent.config.workflow);
  const text = drawPost(bank, [agent.id, String(draw), again]);
  return {
    composed: { kind: 'post', ...text },
    ref: { id: `bank:${bank.persona}`, version: bank.version, hash: HASHES.get(bank) ?? '' },
  };
};
