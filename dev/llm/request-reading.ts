import { WORKFLOW_KINDS, type WorkflowKind } from '@fleet/domain/agent/agent-config';
import { BANKS } from './words/index.ts';
import { COLOURS } from './words/shared.ts';

/** What the stand-in understands of a conversation: whose voice, what was said before, which posts are on offer. */
export type Reading = {
  readonly workflow: WorkflowKind;
  readonly earlier: readonly string[];
  readonly posts: readonly OfferedPost[];
};
export type OfferedPost = {
  readonly index: number;
  /** What a comment can name, each to follow "the". */
  readonly references: readonly string[];
  /** How many of the voice's own words occur in it. */
  readonly kinship: number;
};

const MAX_POSTS = 20;

/** Words that only one kind of picture uses, for conversations that do not name a workflow. */
const CLUES: Readonly<Record<WorkflowKind, RegExp>> = {
  product_photo: /product|packshot|e-commerce|catalogue|photograph/gi,
  social_square: /social|feed|stories|engagement|carousel|market/gi,
  pixel_sprite: /pixel|sprite|tileset|game|retro/gi,
  chart: /chart|data|infographic|statistic|graph/gi,
  wide_art: /surreal|generative|dream|prompt craft|art\b/gi,
  interface: /interface|mock-?up|prototype|component|accessib|\bux\b/gi,
};

const workflowOf = (text: string): WorkflowKind => {
  const named = /^\s*Workflow:\s*(\w+)/m.exec(text)?.[1];
  const known = WORKFLOW_KINDS.find((kind) => kind === named);
  if (known !== undefined) return known;
  const counts = WORKFLOW_KINDS.map((kind) => ({ kind, hits: text.match(CLUES[kind])?.length ?? 0 }));
  return counts.reduce((best, next) => (next.hits > best.hits ? next : best)).kind;
};

const vocabularyOf = (workflow: WorkflowKind): readonly string[] =>
  Object.values(BANKS[workflow].words)
    .flat()
    .filter((word) => word.length > 3 && !word.includes('#'));

/** Things a post of the fleet may name: subjects, materials and the like, without their article. */
const NOUNS = new Set(
  WORKFLOW_KINDS.flatMap((kind) => {
    const { subject = [], material = [], component = [] } = BANKS[kind].words;
    return [...subject, ...material, ...component].map((word) => word.replace(/^an? /, ''));
  }).filter((word) => !word.includes('#')),
);
const NAMED = [...NOUNS, ...COLOURS].sort((a, b) => b.length - a.length);

/** Before or after a find, this makes it part of another word. */
const INSIDE_WORD = /[\p{L}\p{N}-]/u;

const LEADING = /^(?:my|our|your|his|her|their|its|the|an?|this|that|these|those|some)\s+/i;

/** A title as something that can follow "the": a short one as it is, a long or verbal one as its first words. */
const titleReference = (title: string): string | null => {
  const head = title
    .split(/[,:;.!?()|–—-]\s|[,:;.!?()|]$/)[0]
    ?.replace(LEADING, '')
    .trim();
  if (!head || !/\p{L}{3}/u.test(head)) return null;
  const short = head.split(/\s+/).slice(0, 4).join(' ');
  return short.charAt(0).toLowerCase() + short.slice(1);
};

const referencesOf = (title: string, description: string): readonly string[] => {
  const text = ` ${title} ${description} `.toLowerCase();
  const named: string[] = [];
  for (const word of NAMED) {
    const at = text.indexOf(word);
    if (at < 0 || INSIDE_WORD.test(text[at - 1] ?? '') || INSIDE_WORD.test(text[at + word.length] ?? '')) continue;
    if (!named.some((longer) => longer.includes(word))) named.push(word);
    if (named.length === 4) break;
  }
  if (named.length > 0) return named;
  const fromTitle = titleReference(title) ?? titleReference(description);
  return [fromTitle ?? 'whole picture'];
};

const fenced = (text: string, label: string): string =>
  new RegExp(`${label}:\\s*(?:<untrusted>)?(.*?)(?:</untrusted>)?\\s*$`, 'im').exec(text)?.[1]?.trim() ?? '';

const postsOf = (text: string, workflow: WorkflowKind): readonly OfferedPost[] => {
  const own = vocabularyOf(workflow);
  return text
    .split(/^\s*(?=\[\d+\])/m)
    .filter((block) => /^\[\d+\]/.test(block))
    .slice(0, MAX_POSTS)
    .map((block) => {
      const index = Number(/^\[(\d+)\]/.exec(block)?.[1]);
      const title = fenced(block, 'title') || (block.split('\n')[0] ?? '').replace(/^\[\d+\]\s*/, '');
      const description = fenced(block, 'description');
      const lower = `${title} ${description}`.toLowerCase();
      const kinship = own.filter((word) => lower.includes(word)).length;
      return { index, references: referencesOf(title, description), kinship };
    });
};

/** Lines of a list under a heading such as "Earlier captions …:". */
const earlierOf = (text: string): readonly string[] => {
  const under = /^Earlier (?:captions|comments)[^\n]*:\n((?:- .*\n?)*)/m.exec(text)?.[1] ?? '';
  return under
    .split('\n')
    .filter((line) => line.startsWith('- '))
    .map((line) => line.slice(2));
};

export const readRequest = (text: string): Reading => {
  const workflow = workflowOf(text);
  return { workflow, earlier: earlierOf(text), posts: postsOf(text, workflow) };
};
