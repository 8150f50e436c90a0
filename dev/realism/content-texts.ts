import { WORKFLOW_KINDS, type WorkflowKind } from '@fleet/domain/agent/agent-config';
import { createRecentTexts } from '@fleet/domain/content/recent-texts';
import { BANKS, drawPost } from '@fleet/domain/persona/banks/banks';
import { commentText, postText } from '../llm/compositions.ts';
import { drawsOf } from '../llm/draws.ts';
import { readRequest } from '../llm/request-reading.ts';

/** `model`: what the stand-in model writes, posts and comments. `bank`: what is posted while no model can be reached. */
export const SOURCES = ['model', 'bank'] as const;
export type Source = (typeof SOURCES)[number];

export type MadeText = { readonly kind: 'caption' | 'comment'; readonly text: string };
export type Made = {
  /** As they were written first. */
  readonly written: readonly MadeText[];
  /** After the guardrail's claim: a twin of an earlier text is written anew a few times, then left out. */
  readonly published: readonly MadeText[];
};

/** Of five texts, three are captions. */
const CAPTIONS_OF_FIVE = 3;
/** First try and repair for a model; the bank draws up to six times (see the actor's guardrail). */
const TRIES: Readonly<Record<Source, number>> = { model: 2, bank: 6 };

const modelText = (seed: string, i: number, again: number): MadeText => {
  const kind: WorkflowKind = WORKFLOW_KINDS[i % WORKFLOW_KINDS.length] ?? 'chart';
  const draws = drawsOf(seed, 'text', String(i), String(again));
  const post = postText(kind, [], draws);
  if (i % 5 < CAPTIONS_OF_FIVE) return { kind: 'caption', text: post.caption };
  // Whoever comments mostly makes pictures of another kind than the one it looks at.
  const voice = WORKFLOW_KINDS[(i * 5 + 1) % WORKFLOW_KINDS.length] ?? 'chart';
  const said = `Workflow: ${voice}\n[0] by x\n  title: ${post.title}\n  description: ${post.caption}`;
  const { workflow, posts } = readRequest(said);
  return { kind: 'comment', text: commentText(workflow, posts[0]?.references ?? [], [], draws) };
};

const bankText = (seed: string, i: number, again: number): MadeText => {
  const bank = BANKS[i % BANKS.length] as (typeof BANKS)[number];
  return { kind: 'caption', text: drawPost(bank, [seed, i, again]).caption };
};

/** `count` texts of an offline fleet, the same for the same seed, and what of them would be published. */
export const makeTexts = (source: Source, seed: string, count: number): Made => {
  const texts = createRecentTexts();
  const make = source === 'model' ? modelText : bankText;
  const written: MadeText[] = [];
  const published: MadeText[] = [];
  for (let i = 0; i < count; i++) {
    for (let again = 0; again < TRIES[source]; again++) {
      const made = make(seed, i, again);
      if (again === 0) written.push(made);
      if (texts.claim(String(i), made.text) === 'near_duplicate') continue;
      published.push(made);
      break;
    }
  }
  return { written, published };
};
