import { createHash } from 'node:crypto';
import type { Composed, PromptRef } from '@fleet/domain/activity/activity-events';
import { BANKS, bankFor, drawPost } from '@fleet/domain/persona/banks/banks';
import { drawOwnPost } from '@fleet/domain/persona/banks/own-bank';
import type { ComposeInput } from '../ports.ts';

type BankPost = { readonly composed: Extract<Composed, { kind: 'post' }>; readonly ref: PromptRef };

const hashOf = (bank: object): string => createHash('sha256').update(JSON.stringify(bank)).digest('hex');

/** The hash of each bank as it is now, in place of a prompt's: which texts a post was drawn from. */
const HASHES = new Map(BANKS.map((bank) => [bank, hashOf(bank)]));

/**
 * One of the bank's posts for this very moment; `again` from 0 gives another each time. A persona with texts of its own
 * speaks by these alone; the version is then the persona's.
 */
export const bankPost = ({ agent, draw }: ComposeInput & { kind: 'post' }, again: number): BankPost => {
  const { texts } = agent;
  if (texts?.bank) {
    const { persona, version, bank } = texts;
    return {
      composed: { kind: 'post', ...drawOwnPost(bank, [persona, version, agent.id, String(draw)], again) },
      ref: { id: `bank:${persona}`, version, hash: hashOf(bank) },
    };
  }
  const bank = bankFor(agent.personaId, agent.config.workflow);
  const text = drawPost(bank, [agent.id, String(draw), again]);
  return {
    composed: { kind: 'post', ...text },
    ref: { id: `bank:${bank.persona}`, version: bank.version, hash: HASHES.get(bank) ?? '' },
  };
};
