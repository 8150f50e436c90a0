import type { PromptRef, Wrote } from '@fleet/domain/activity/activity-events';
import { cleanText, cut, untrusted } from '@fleet/domain/content/clean-text';
import { problemsOf } from '@fleet/domain/content/verdict';
import { draw } from '@fleet/domain/draws';
import type { ActingAgent, ComposeInput } from '../ports.ts';
import { PICTURES, sparkOf } from './pictures.ts';
import { loadPrompt, type PromptFile } from './prompt-file.ts';

export type PromptMessage = { readonly role: 'system' | 'user'; readonly content: string };
export type BuiltPrompt = { readonly ref: PromptRef; readonly messages: readonly PromptMessage[] };

const POST = loadPrompt('post', 3);
const COMMENT = loadPrompt('comment', 3);
const POSTS = loadPrompt('posts', 2);
const GROW = loadPrompt('grow', 2);

const MAX_OWN_TEXTS = 8;
const MAX_TRENDING = 5;
const MAX_EXAMPLES = 3;
const MAX_VOICE_CHARS = 500;
const MAX_MADE = 4;
const MAX_SEEN = 5;
const MAX_SAID = 4;
const MAX_PROBLEM_CHARS = 500;
const MAX_CANDIDATES = 8;
const MAX_COMMENTS_PER_CANDIDATE = 3;

const list = (texts: readonly string[], wrap: (text: string) => string): string =>
  texts.length === 0 ? '(none)' : texts.map((text) => `- ${wrap(text)}`).join('\n');
/** The agent's own words need no fence, but were once a model's: cleaned and cut like the rest. */
const own = (text: string): string => cut(cleanText(text), 300);

/** A few of the persona's examples, others at other moments, so that it does not write by the same three for ever. */
const examplesOf = ({ texts }: ActingAgent, drawn: number): readonly string[] =>
  (texts?.examples ?? [])
    .map((text, i) => ({ text, place: draw('example', String(drawn), i) }))
    .toSorted((a, b) => a.place - b.place)
    .slice(0, MAX_EXAMPLES)
    .map(({ text }) => text);

/** Who writes, or is to: its persona's voice and, by the draw, some of its examples are part of that. */
const personaValues = (agent: ActingAgent, drawn: number): Record<string, string> => ({
  persona: agent.personaId ?? 'custom',
  name: cut(cleanText(agent.name), 100),
  vibe: cut(cleanText(agent.config.vibe), 50) || 'plain',
  interests: agent.config.interests.map((interest) => cut(cleanText(interest), 50)).join(', ') || 'images',
  personality: cut(cleanText(agent.config.personality), 2_000) || 'No particular traits.',
  workflow: agent.config.workflow,
  picture: PICTURES[agent.config.workflow],
  voice: cut(cleanText(agent.texts?.voice ?? ''), MAX_VOICE_CHARS) || 'as its character has it',
  examples: list(examplesOf(agent, drawn), own),
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

const situationOf = (input: ComposeInput): Record<string, string> => {
  const { today } = input;
  const moment = {
    localTime: cleanText(input.localTime),
    spark: sparkOf(input.draw),
    partOfDay: today?.partOfDay ?? 'some time of the day',
    mood: today?.mood ?? 'even',
    made: list((today?.made ?? []).slice(-MAX_MADE), own),
  };
  return input.kind === 'post'
    ? {
        ...moment,
        recent: list(input.recentCaptions.slice(-MAX_OWN_TEXTS), own),
        seen: list((today?.seen ?? []).slice(0, MAX_SEEN), untrusted),
        trending: list(input.trending.slice(0, MAX_TRENDING), untrusted),
        said: list((today?.said ?? []).slice(0, MAX_SAID), untrusted),
      }
    : {
        ...moment,
        recent: list(input.recentComments.slice(-MAX_OWN_TEXTS), own),
        posts: shownCandidates(input).map(candidateLines).join('\n') || '(none)',
      };
};

/** What a second try is told: its own words, fenced like a stranger's, and what they were turned down for. */
const repairOf = (file: PromptFile, rejected: Wrote): PromptMessage => {
  const problems = cut(cleanText(problemsOf(rejected.verdicts)), MAX_PROBLEM_CHARS) || 'it was not the JSON asked for';
  return {
    role: 'user',
    content: file.fill('repair', { problems, answer: untrusted(rejected.answer) || '(nothing)' }),
  };
};

/** Messages for one call: the static part first, then the persona, then the moment. Pure and bounded. */
export const buildPrompt = (input: ComposeInput): BuiltPrompt => {
  const file = input.kind === 'post' ? POST : COMMENT;
  const rejected = input.attempt?.rejected ?? null;
  return {
    ref: file.ref,
    messages: [
      {
        role: 'system',
        content: `${file.fill('static', {})}\n\n${file.fill('persona', personaValues(input.agent, input.draw))}`,
      },
      { role: 'user', content: file.fill('situation', situationOf(input)) },
      ...(rejected === null ? [] : [repairOf(file, rejected)]),
    ],
  };
};

/** Messages for one call that writes `count` posts ahead, for any moment. */
export const buildManyPrompt = (input: ComposeInput & { kind: 'post' }, count: number): BuiltPrompt => {
  const situation = {
    count: String(count),
    spark: sparkOf(input.draw),
    recent: list([...input.recentCaptions.slice(-MAX_OWN_TEXTS)], own),
  };
  return {
    ref: POSTS.ref,
    messages: [
      {
        role: 'system',
        content: `${POSTS.fill('static', {})}\n\n${POSTS.fill('persona', personaValues(input.agent, input.draw))}`,
      },
      { role: 'user', content: POSTS.fill('situation', situation) },
    ],
  };
};

/** Messages for one call that gives a new agent a character of its own. @param draw uniform in [0, 1) */
export const buildGrowPrompt = (agent: ActingAgent, draw: number): BuiltPrompt => ({
  ref: GROW.ref,
  messages: [
    { role: 'system', content: `${GROW.fill('static', {})}\n\n${GROW.fill('persona', personaValues(agent, draw))}` },
    { role: 'user', content: GROW.fill('situation', { spark: sparkOf(draw) }) },
  ],
});
