import type { Commit } from '@fleet/platform/eventstore';
import type { Random } from './random.ts';
export const checkReadModel = (_commits: readonly Commit[], _random: Random): readonly string[] => [];
