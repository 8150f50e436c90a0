import type { Blocklist } from './blocklist.ts';
import { checkContacts, checkHuman, checkLanguage, checkLength } from './checks.ts';
import { type Verdict, verdict } from './verdict.ts';

/** An agent's own character, as a model grew it. */
export type Character = { readonly personality: string; readonly interests: readonly string[] };

const PERSONALITY_MIN = 40;
const PERSONALITY_MAX = 1_500;
const INTERESTS_MIN = 2;
const INTERESTS_MAX = 8;
const INTEREST_CHARS = 50;

/** Checks of a grown character, in the guardrail's order. It is told to models alone, but an operator reads it, too. */
export const judgeCharacter = ({ personality, interests }: Character, blocklist: Blocklist): readonly Verdict[] => {
  const all = [personality, ...interests].join(' · ');
  const list = blocklist(all);
  const { length } = interests;
  return [
    { check: 'schema', ok: true },
    checkLanguage('personality', personality),
    checkLength('personality', personality, PERSONALITY_MAX),
    verdict('personality-short', personality.length >= PERSONALITY_MIN, `${personality.length} characters`),
    verdict('interests-count', length >= INTERESTS_MIN && length <= INTERESTS_MAX, `${length} interests`),
    verdict(
      'interests-length',
      interests.every((interest) => interest.length > 0 && interest.length <= INTEREST_CHARS),
      `each of 1 to ${INTEREST_CHARS} characters`,
    ),
    ...checkContacts('character', all),
    verdict('character-blocklist', list === null, `has words of the list "${list}"`),
    checkHuman('character', all),
  ];
};
