import { initialActivity } from '@fleet/domain/activity/activity';
import { agentIdOf, tickIdOf } from '@fleet/domain/identity';
import { BANKS, bankFor, drawPost } from '@fleet/domain/persona/banks/banks';
import { BUILT_IN_PERSONAS } from '@fleet/domain/persona/catalogue';
import { seedAgent } from '@fleet/domain/persona/seeding';
import type { AgentDirectory } from '../src/follow/agents.ts';
import type { ActingAgent, ComposeInput, GalleryItem } from '../src/ports.ts';
import { commentInput, postInput } from '../src/tick/compose-input.ts';

export { createBlocklist as builtInBlocklist } from '@fleet/domain/content/blocklist';

export const PERSONA_IDS: readonly string[] = BUILT_IN_PERSONAS.map(({ id }) => id);

const OWN_TEXTS = 8;
const CANDIDATES = 4;
const HOUR_MS = 3_600_000;
const MOMENTS_APART_MS = 5 * HOUR_MS;

const agentOf = (persona: string, index: number): ActingAgent => {
  const personas = BUILT_IN_PERSONAS.map((one) => ({ version: 1, persona: one }));
  const seeded = seedAgent({ fleetSeed: 'floimg', index, personas, persona, preset: 'natural' });
  if (!seeded) throw new Error(`no persona ${persona}: one of ${PERSONA_IDS.join(', ')}`);
  const { username, name, config } = seeded;
  const { voice = null, examples = [] } = BUILT_IN_PERSONAS.find(({ id }) => id === persona) ?? {};
  const texts = { persona, version: 1, voice, examples, bank: null };
  return { id: agentIdOf(username), username, name, personaId: persona, config, texts };
};

/** A gallery as an agent would find it: the newest posts of others, of every persona, from the banks. */
const galleryAt = (fleetMs: number): readonly GalleryItem[] =>
  Array.from({ length: 20 }, (_, i) => {
    const bank = BANKS[i % BANKS.length] ?? bankFor(null, 'chart');
    const { title, caption } = drawPost(bank, ['gallery', fleetMs, i]);
    return {
      ...{ id: `item-${i}`, title, description: caption, likeCount: i, commentCount: 1, imageUrl: null, isLiked: null },
      createdAt: fleetMs - i * HOUR_MS,
      user: { id: `u${i}`, username: `somebody_${i}`, name: `Somebody ${i}` },
    };
  });

/** What the model is told in one of an agent's moments, with a memory and a gallery around it. */
export const sampleInput = (
  persona: string,
  kind: ComposeInput['kind'],
  index: number,
  nowMs: number,
): ComposeInput => {
  const agent = agentOf(persona, index);
  const fleetMs = nowMs + index * MOMENTS_APART_MS;
  const bank = bankFor(persona, agent.config.workflow);
  const own = Array.from({ length: OWN_TEXTS }, (_, i) => ({
    postId: `own-${i}`,
    ...drawPost(bank, ['own', index, i]),
  }));
  const ownComments = own.map(({ postId, caption }) => ({ postId, text: caption }));
  const told = {
    ...{ agent, fleetMs, seed: 'floimg', tickId: tickIdOf(agent.id, fleetMs) },
    state: { ...initialActivity, ownPosts: own, ownComments },
  };
  const items = galleryAt(fleetMs);
  if (kind === 'post') return postInput(told, items);
  const offered = items.slice(0, CANDIDATES).map((item, i) => ({
    item,
    comments: [{ id: `c${i}`, content: drawPost(bank, ['comment', i]).caption, createdAt: fleetMs, user: item.user }],
  }));
  const directory: Pick<AgentDirectory, 'isFleetUser'> = { isFleetUser: (username) => username.endsWith('1') };
  return commentInput(told, offered, directory);
};
