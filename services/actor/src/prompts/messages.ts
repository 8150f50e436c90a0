import type { PromptRef } from '@fleet/domain/activity/activity-events';
import type { ComposeInput } from '../ports.ts';
import { cleanText, cut, untrusted } from './clean-text.ts';
import { PICTURES, sparkOf } from './pictures.ts';
import { loadPrompt } from './prompt-file.ts';

export type PromptMessage = { readonly role: 'system' | 'user'; readonly content: string };
export type BuiltPrompt = { readonly ref: PromptRef; readonly messages: readonly PromptMessage[] };

const POST = loadPrompt('post', 1);
const COMMENT = loadPrompt('comment', 1);

const MAX_OWN_TEXTS = 8;
const MAX_TRENDING = 5;
const MAX_CANDIDATES = 8;
const MAX_COMMENTS_PER_CANDIDATE = 3;

const list = (texts: readonly string[], wrap: (text: string) => string): string =>
  texts.length === 0 ? '(none)' : texts.map((text) => `- ${wrap(text)}`).join('\n');
/** The agent's own words need no fence, but were once a model's: cleaned and cut like the rest. */
const own = (text: string): string => cut(cleanText(text), 300);

const personaValues = ({ agent }: ComposeInput): Record<string, string> => ({
  persona: agent.personaId ?? 'custom',
  name: cut(cleanText(agent.name), 100),
  vibe: cut(cleanText(agent.config.vibe), 50) || 'plain',
  interests: agent.config.interests.map((interest) => cut(cleanText(interest), 50)).join(', ') || 'images',
  personality: cut(cleanText(agent.config.personality), 2_000) || 'No particular traits.',
  workflow: agent.config.workflow,
  picture: PICTURES[agent.config.workflow],
});

type Candidate = (ComposeInput & { kind: 'comment' })['candidates'][number];

const candidateLines = (candidate: Candidate, index: number): string => {
  const lines = [
    `[${index}] by ${untrusted(candidate.author)}${candidate.isAgent ? ' (an agent)' : ''}`,
    `  title: ${untrusted(candidate.title)}`,
    `  description: ${untrusted(candidate.description)}`,
  ];
  for (const comment of candidate.comments.slice(0, MAX_COMMENTS_PER_CANDIDATE)) {
    lines.push(`  already said: ${untrusted(comment)}`);
  }
  return lines.join('\n');
};

/** The candidates that are really shown: an index counts among these. */
export const shownCandidates = (input: ComposeInput & { kind: 'comment' }): readonly Candidate[] =>
  input.candidates.slice(0, MAX_CANDIDATES);

/** Messages for one call: the static part first, then the persona, then the moment. Pure and bounded. */
export const buildPrompt = (input: ComposeInput): BuiltPrompt => {
  const file = input.kind === 'post' ? POST : COMMENT;
  const moment = { localTime: cleanText(input.localTime), spark: sparkOf(input.draw) };
  const situation =
    input.kind === 'post'
      ? {
          ...moment,
          recent: list(input.recentCaptions.slice(-MAX_OWN_TEXTS), own),
          trending: list(input.trending.slice(0, MAX_TRENDING), untrusted),
        }
      : {
          ...moment,
          recent: list(input.recentComments.slice(-MAX_OWN_TEXTS), own),
          posts: shownCandidates(input).map(candidateLines).join('\n') || '(none)',
        };
  return {
    ref: file.ref,
    messages: [
      { role: 'system', content: `${file.fill('static', {})}\n\n${file.fill('persona', personaValues(input))}` },
      { role: 'user', content: file.fill('situation', situation) },
    ],
  };
};
