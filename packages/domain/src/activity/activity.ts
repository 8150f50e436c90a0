/** The activity of one agent: its memory, how events change it, and what may be decided on it. */
export * from './activity-state.ts';
export * from './effect-decisions.ts';
export * from './evolve-activity.ts';
export * from './memory-snapshot.ts';
export * from './tick-decisions.ts';
