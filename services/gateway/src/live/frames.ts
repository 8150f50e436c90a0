import type { Activity, Fleet } from '@fleet/domain/read-models/api';
import type { Changes } from './changes.ts';

/** One event of the stream in the wire format. JSON holds no line breaks of its own. */
const frame = (event: string, data: unknown, id?: string): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/** Moves a client's last event id without telling its page anything: a block without data is not dispatched. */
export const mark = (position: bigint): string => `id: ${position}\n\n`;

export const heartbeat = ': still here\n\n';
export const fleetFrame = (fleet: Fleet): string => frame('fleet', fleet);
/** Tells a page to load everything again; the stream goes on from here. */
export const resetFrame = (position: bigint, reason: 'too_many' | 'unknown_position'): string =>
  frame('reset', { reason }, position.toString());

/**
 * Changed agents come first, without an id, then activities, of which the last of each commit carries its position:
 * wherever a connection breaks, what follows its last id is exactly what the client has not had.
 */
export const changeFrames = ({ position, rows }: Changes): string => {
  if (!rows) return resetFrame(position, 'too_many');
  const { activities, agents } = rows;
  const activityFrame = (activity: Activity, i: number) => {
    const isLastOfCommit = activities[i + 1]?.position !== activity.position;
    return frame('activity', activity, isLastOfCommit ? activity.position : undefined);
  };
  return `${agents.length > 0 ? frame('agents', agents) : ''}${activities.map(activityFrame).join('')}${mark(position)}`;
};
