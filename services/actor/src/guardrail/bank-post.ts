import { createHash } from 'node:crypto';
import type { Composed, PromptRef } from '@fleet/domain/activity/activity-events';
import { bankFor, drawPost } from '@fleet/domain/persona/banks/banks';
import { drawOwnPost } from '@fleet/domain/persona/banks/own-bank';
import type { ComposeInput } from '../ports.ts';

type Post = ComposeInput & { readonly kind: 'post' };
export type BankPost = { readonly composed: Extract<Composed, { kind: 'post' }>; readonly ref: PromptRef };

const hashes = new WeakMap<object, string>();
/** The hash of a bank as it is now, in place of a prompt's: which texts a post was drawn from. */
const hashOf = (bank: object): string => {
  const hash = hashes.get(bank) ?? createHash('sha256').update(JSON.stringify(bank)).digest('hex');
  hashes.set(bank, hash);
  return hash;
};

/**
 * One of the persona's own texts for this very moment, with the persona's version; null where it has none. `again` from
 * 0 to the number of captions gives each caption once.
 */
export const ownPost = ({ agent, draw }: Post, again: number): BankPost | null => {
  if (!agent.texts?.bank) return null;
  const { persona, version, bank } = agent.texts;
  return {
    composed: { kind: 'post', ...drawOwnPost(bank, [persona, version, agent.id, String(draw)], again) },
    ref: { id: `bank:${persona}`, version, hash: hashOf(bank) },
  };
};

/** One of the built-in texts that go with the persona, or with its pictures; `again` from 0 gives another each time. */
export const builtInPost = ({ agent, draw }: Post, again: number): BankPost => {
  const bank = bankFor(agent.personaId, agent.config.workflow);
  const text = drawPost(bank, [agent.id, String(draw), again]);
  return {
    composed: { kind: 'post', ...text },
    ref: { id: `bank:${bank.persona}`, version: bank.version, hash: hashOf(bank) },
  };
};
