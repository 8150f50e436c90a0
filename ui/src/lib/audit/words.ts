import type { AuditEntry } from '@fleet/domain/read-models/audit';

/** Verbs of commands, past and bare: "paused", or "was refused to pause". */
const verbs: Record<string, [past: string, bare: string]> = {
  pause: ['paused', 'pause'],
  resume: ['resumed', 'resume'],
  start: ['started', 'start'],
  stop: ['stopped', 'stop'],
  create: ['created', 'create'],
  delete: ['deleted', 'delete'],
  removed: ['removed', 'remove'],
  configure: ['changed', 'change'],
  act: ['told to act', 'tell to act'],
  seed: ['seeded', 'seed'],
  set: ['set', 'set'],
  setCaps: ['set', 'set'],
  setLevel: ['set the activity level of', 'set the activity level of'],
  publish: ['published', 'publish'],
  retire: ['retired', 'retire'],
};

/** What was done, between who did it and what it was done to; an action without words of its own is named as it is. */
export function didWhat({ action, outcome }: Pick<AuditEntry, 'action' | 'outcome'>): string {
  const verb = verbs[action.split('.').at(-1) ?? ''];
  if (!verb) return outcome === 'refused' ? `was refused ${action}` : action;
  return outcome === 'refused' ? `was not allowed to ${verb[1]}` : verb[0];
}

/** What it was done to, by name. */
export const whatTo = ({ action, target }: Pick<AuditEntry, 'action' | 'target'>): string => {
  if (target.kind === 'budget') return 'the caps';
  if (target.kind === 'fleet') return action.startsWith('agents.') ? 'agents' : 'the fleet';
  return target.name ?? target.id;
};
