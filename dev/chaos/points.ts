import type { ActionKind } from '@fleet/domain/activity/activity-events';

const STEPS = ['compose', 'render', 'publish'] as const;
const AT_STEPS = [
  'reserved-not-appended',
  'appended-not-sent',
  'sent-no-answer',
  'answer-no-outcome',
  'outcome-not-settled',
] as const;
const AT_TICK = ['before-accept', 'settled-no-ack', 'ack-lost'] as const;

/** Every crash point at every step where it stands, as an actor process is told it. */
export const POINTS: readonly string[] = [
  ...AT_TICK.map((label) => `${label}:tick`),
  ...AT_STEPS.flatMap((label) => STEPS.map((step) => `${label}:${step}`)),
];

/** Actions that come past the point. */
export const kindsFor = (point: string): readonly ActionKind[] => {
  if (point.endsWith(':render')) return ['post'];
  return point.endsWith(':compose') ? ['post', 'comment'] : ['like', 'comment', 'post'];
};
