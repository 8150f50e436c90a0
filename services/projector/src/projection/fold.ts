import { evolveFleet, initialFleet } from '@fleet/domain/fleet/fleet';
import type { FleetEvent } from '@fleet/domain/fleet/fleet-events';
import type { PersonaEvent } from '@fleet/domain/persona/persona-events';
import type { CommitFacts, Fact } from './facts.ts';
import { foldActivity } from './fold-activity.ts';
import { foldAgent } from './fold-agent.ts';
import { foldAudit } from './fold-audit.ts';
import { foldGallery } from './fold-gallery.ts';
import type { PersonaRow } from './rows.ts';
import type { WorkingSet } from './working-set.ts';

const foldFleet = (set: WorkingSet, { event, recorded }: Fact<FleetEvent>): void => {
  const before = set.fleet?.state ?? initialFleet;
  const state = evolveFleet(before, event, 0);
  if (state === before) return;
  set.fleet = { state, changedAt: recorded.occurredAt };
  set.changed.fleet = true;
};

const foldPersona = (set: WorkingSet, id: string, { event, recorded }: Fact<PersonaEvent>): void => {
  const before = set.personas.get(id) ?? null;
  const changedAt = recorded.occurredAt;
  const change = (row: PersonaRow): void => {
    set.personas.set(id, row);
    set.changed.personas.set(id, row);
  };
  if (event.type === 'PersonaPublished') {
    const { version, persona } = event.data;
    change({ id, version, definition: persona, retired: false, changedAt });
  } else if (before !== null) change({ ...before, retired: true, changedAt });
};

/** Folds commits, in their order, into the rows they change. Pure but for the working set it is given. */
export const foldCommits = (set: WorkingSet, commits: readonly CommitFacts[]): void => {
  for (const commit of commits) {
    switch (commit.category) {
      case 'agent':
        for (const fact of commit.facts) {
          foldAudit(set, 'agent', commit.id, fact);
          foldAgent(set, commit.id, fact);
        }
        break;
      case 'activity':
        foldActivity(set, commit);
        break;
      case 'fleet':
        for (const fact of commit.facts) {
          foldAudit(set, 'fleet', commit.id, fact);
          foldFleet(set, fact);
        }
        break;
      case 'persona':
        for (const fact of commit.facts) {
          foldAudit(set, 'persona', commit.id, fact);
          foldPersona(set, commit.id, fact);
        }
        break;
      case 'gallery':
        for (const fact of commit.facts) foldGallery(set, fact);
        break;
      case 'other':
        break;
    }
  }
};
