import type { BulkAction } from '@fleet/domain/read-models/operations';

export const actionLabel: Record<BulkAction, string> = {
  start: 'Start',
  pause: 'Pause',
  resume: 'Resume',
  stop: 'Stop',
  delete: 'Delete',
};

const typedAbove = 10;
/** Whether the number of agents must be typed before a command to so many. */
export const needsTyping = (agents: number) => agents > typedAbove;
