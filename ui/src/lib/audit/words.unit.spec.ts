import type { AuditEntry } from '@fleet/domain/read-models/audit';
import { describe, expect, it } from 'vitest';
import { didWhat, whatTo } from './words.ts';

const target = (kind: AuditEntry['target']['kind'], name: string | null = null): AuditEntry['target'] => ({
  kind,
  id: 'x',
  name,
});
const said = (action: string, outcome: AuditEntry['outcome'], to: AuditEntry['target']) =>
  `admin ${didWhat({ action, outcome })} ${whatTo({ action, target: to })}`;

describe('the audit in words', () => {
  it('reads as a sentence', () => {
    expect([
      said('fleet.pause', 'done', target('fleet')),
      said('agent.start', 'refused', target('agent', 'Ines Duarte')),
      said('budget.set', 'done', target('budget')),
      said('fleet.setLevel', 'done', target('fleet')),
      said('agents.seed', 'refused', target('fleet')),
    ]).toEqual([
      'admin paused the fleet',
      'admin was not allowed to start Ines Duarte',
      'admin set the caps',
      'admin set the activity level of the fleet',
      'admin was not allowed to seed agents',
    ]);
  });

  it('names an action that has no words yet', () => {
    expect(said('draft.expired', 'done', target('agent'))).toBe('admin draft.expired x');
  });
});
