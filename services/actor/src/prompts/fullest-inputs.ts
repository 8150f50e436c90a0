import { WORKFLOW_KINDS, type WorkflowKind } from '@fleet/domain/agent/agent-config';
import type { ActingAgent, ComposeInput } from '../ports.ts';
import { LONGEST_SPARK_DRAW } from './pictures.ts';

/** Four bytes for one code point, the most there is; longer than anything a prompt takes of it. */
const FULL = '🌊'.repeat(5_000);
const many = (count: number): string[] => new Array<string>(count).fill(FULL);
/** More than any prompt lists of one thing. */
const MORE_THAN_LISTED = 50;
const MOST_INTERESTS = 20;

const agentOf = (workflow: WorkflowKind): ActingAgent => ({
  ...{ id: 'fullest', username: 'fullest', name: FULL, personaId: 'x'.repeat(40) },
  config: {
    ...{ name: FULL, personality: FULL, vibe: FULL, interests: many(MOST_INTERESTS), workflow },
    schedule: { timezone: 'UTC', activeDays: [], peakHours: [], peakMultiplier: 1, offPeakMultiplier: 1 },
    ...{ minIntervalS: 5, maxIntervalS: 5, weights: { post: 1, comment: 1, like: 1 } },
  },
  texts: { persona: 'x'.repeat(40), version: 1, voice: FULL, examples: many(12), bank: null },
});

const inputOf = (kind: ComposeInput['kind'], workflow: WorkflowKind): ComposeInput => {
  const listed = many(MORE_THAN_LISTED);
  const today = { partOfDay: 'x'.repeat(50), mood: 'x'.repeat(100), made: listed, seen: listed, said: listed };
  const moment = { agent: agentOf(workflow), localTime: 'Wednesday 00:00 or so', today, draw: LONGEST_SPARK_DRAW };
  if (kind === 'post') return { kind, ...moment, recentCaptions: listed, trending: listed };
  const candidate = { id: 'x', title: FULL, description: FULL, author: FULL, isAgent: true, comments: many(10) };
  return {
    ...{ kind, ...moment, recentComments: listed },
    candidates: new Array(MORE_THAN_LISTED).fill(candidate),
  };
};

/**
 * Moments in which the model would be told as much as it ever is, whoever acts and whatever lies in the gallery: every
 * text longer than what is taken of it. One for each workflow, whose own words differ in length.
 */
export const fullestInputs = (kind: ComposeInput['kind']): readonly ComposeInput[] =>
  WORKFLOW_KINDS.map((workflow) => inputOf(kind, workflow));
