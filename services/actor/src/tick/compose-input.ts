import type { ActivityState } from '@fleet/domain/activity/activity';
import { draw } from '@fleet/domain/draws';
import type { AgentDirectory } from '../follow/agents.ts';
import type { Opened } from '../gallery/browse.ts';
import type { ActingAgent, ComposeInput, GalleryItem } from '../ports.ts';

const TRENDING_TITLES = 10;

/** Hour and weekday where the agent lives, for the prompt. */
const localTime = (agent: ActingAgent, fleetMs: number): string =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone: agent.config.schedule.timezone,
    weekday: 'long',
    hour: '2-digit',
    minute: '2-digit',
  }).format(fleetMs);

type Told = {
  readonly agent: ActingAgent;
  readonly state: ActivityState;
  readonly fleetMs: number;
  readonly seed: string;
  readonly tickId: string;
};

export const postInput = (
  { agent, state, fleetMs, seed, tickId }: Told,
  trending: readonly GalleryItem[],
): ComposeInput => ({
  kind: 'post',
  agent,
  localTime: localTime(agent, fleetMs),
  recentCaptions: state.ownPosts.map(({ caption }) => caption),
  trending: trending.slice(0, TRENDING_TITLES).map(({ title }) => title),
  draw: draw(seed, tickId, 'compose'),
});

export const commentInput = (
  { agent, state, fleetMs, seed, tickId }: Told,
  offered: readonly Opened[],
  directory: AgentDirectory,
): ComposeInput => ({
  kind: 'comment',
  agent,
  localTime: localTime(agent, fleetMs),
  recentComments: state.ownComments.map(({ text }) => text),
  candidates: offered.map(({ item, comments }) => ({
    id: item.id,
    title: item.title,
    description: item.description,
    author: item.user?.name ?? '',
    isAgent: item.user !== null && directory.isFleetUser(item.user.username),
    comments: comments.map(({ content }) => content),
  })),
  draw: draw(seed, tickId, 'compose'),
});
