import type { ActivityState } from '@fleet/domain/activity/activity';
import { draw } from '@fleet/domain/draws';
import type { AgentDirectory } from '../follow/agents.ts';
import type { Opened } from '../gallery/browse.ts';
import type { ActingAgent, ComposeInput, GalleryItem, Today } from '../ports.ts';
import { moodOf, partOfDayOf } from '../prompts/today.ts';
import { localTime } from './local-time.ts';

const TRENDING_TITLES = 10;

/** Own pictures told of, and others' captions kept away from. */
const OWN_TITLES = 4;
const OTHERS_SAID = 4;

type Told = {
  readonly agent: ActingAgent;
  readonly state: ActivityState;
  readonly fleetMs: number;
  readonly seed: string;
  readonly tickId: string;
};

const todayOf = ({ agent, state, fleetMs, seed }: Told, around: readonly GalleryItem[]): Today => {
  const local = localTime(agent.config.schedule.timezone, fleetMs);
  const others = around.filter(({ user }) => user?.username !== agent.username);
  const freshest = others.toSorted((a, b) => b.createdAt - a.createdAt);
  return {
    partOfDay: partOfDayOf(local.hour),
    mood: moodOf(seed, agent.id, local.day),
    made: state.ownPosts.slice(-OWN_TITLES).map(({ title }) => title),
    seen: freshest.slice(0, OTHERS_SAID).map(({ title }) => title),
    said: freshest.slice(0, OTHERS_SAID).map(({ description }) => description),
  };
};

export const postInput = (told: Told, trending: readonly GalleryItem[]): ComposeInput => {
  const { agent, state, fleetMs, seed, tickId } = told;
  return {
    kind: 'post',
    agent,
    localTime: localTime(agent.config.schedule.timezone, fleetMs).moment,
    today: todayOf(told, trending),
    recentCaptions: state.ownPosts.map(({ caption }) => caption),
    trending: trending.slice(0, TRENDING_TITLES).map(({ title }) => title),
    draw: draw(seed, tickId, 'compose'),
  };
};

export const commentInput = (
  told: Told,
  offered: readonly Opened[],
  directory: Pick<AgentDirectory, 'isFleetUser'>,
): ComposeInput => {
  const { agent, state, fleetMs, seed, tickId } = told;
  return {
    kind: 'comment',
    agent,
    localTime: localTime(agent.config.schedule.timezone, fleetMs).moment,
    today: todayOf(
      told,
      offered.map(({ item }) => item),
    ),
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
  };
};
