import type { Agent } from '@fleet/domain/read-models/api';
import type { Seeding } from '@fleet/domain/read-models/personas';
import { count, plural } from '#lib/format.ts';

type Progress = Pick<Seeding, 'created' | 'provisioned' | 'failed' | 'waiting' | 'deleted'>;

/** "18 of 24 users made, 4 to be made, 2 could not be made." */
export const progressText = ({ created, provisioned, failed, waiting, deleted }: Progress): string => {
  if (provisioned === created) return created === 1 ? 'Its user is made.' : `All ${count(created)} users are made.`;
  const parts = [
    `${count(provisioned)} of ${plural(created, 'user')} made`,
    ...(waiting > 0 ? [`${count(waiting)} to be made`] : []),
    ...(failed > 0 ? [`${count(failed)} could not be made`] : []),
    ...(deleted > 0 ? [`${count(deleted)} deleted since`] : []),
  ];
  return `${parts.join(', ')}.`;
};

/** Those that somebody may want to look at: under way, or with users that could not be made. */
export const openSeedings = <T extends Progress>(seedings: readonly T[]): T[] =>
  seedings.filter(({ waiting, failed }) => waiting + failed > 0);

/** What stands between an agent and its user: refused by the platform, or still to be made; null: nothing. */
export const userTrouble = ({
  status,
  provisioned,
  deleting,
}: Pick<Agent, 'status' | 'provisioned' | 'deleting'>): 'refused' | 'waiting' | null => {
  if (provisioned || deleting || status === 'deleted') return null;
  return status === 'error' ? 'refused' : 'waiting';
};
