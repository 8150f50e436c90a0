import { partitionOf, STREAM, tickIdOf } from '@fleet/domain/identity';
import type { TickMessage } from '@fleet/domain/messages';
import { operationCorrelation } from '@fleet/domain/read-models/operations';
import { SUBJECTS } from '@fleet/platform/bus';
import type { Cast } from './cast.ts';
import { DISTURBED_MS } from './faults.ts';
import { GATEWAYS, type Gateway, type Gateways } from './gateways.ts';
import type { Outside } from './outside.ts';
import { EPOCH_MS } from './process.ts';
import { randomOf } from './random.ts';

/** What gateways said of orders. `retried`: by dead letter, the ticks that were named as its retry. */
export type Ordered = {
  readonly retried: Map<string, string[]>;
  /** Orders that are not answered yet, or are given until they are carried out. */
  pending(): number;
};

const BY = 'operator:sim';
const KINDS = ['post', 'post', 'comment', 'like', 'like', 'browse'] as const;
const DRAFTED: ReadonlySet<string> = new Set(['PostDrafted']);
const WORDS: ReadonlySet<string> = new Set(['DraftApproved', 'DraftRejected']);
const ASKED_TIMES = 4;
/** Besides, for a post. */
const HELD_ASKED_TIMES = 2;
const ORDERED_AGAIN_MS = 3_000;
/** Who is not answered by then asks again: the gateway may be gone. */
const ANSWERED_WITHIN_MS = 10_000;
const TRIES = 8;

/**
 * An operator (two, at two gateways, who do not always agree) gives orders for as long as a history is disturbed: asks
 * agents to act, says yes or no to drafts, retries dead letters, publishes a version and brings it to its agents, rests
 * agents and wakes them, deletes one.
 */
export const scheduleOrders = (
  { seed, time, events, queue }: Outside,
  gateways: Gateways,
  { members, versions }: Cast,
  agents: ReadonlyMap<string, string>,
): Ordered => {
  const random = randomOf(seed, 'orders');
  const retried = new Map<string, string[]>();
  let given = 0;

  const orderOf = (correlationId = `order-${++given}`) => ({ by: BY, correlationId, traceparent: null });
  type Order = ReturnType<typeof orderOf>;
  type AgentCommand = Parameters<Gateway['agent']>[1];
  const moment = (from = 1_000, to = DISTURBED_MS) => random.between(from, to);
  const agentIds = [...agents.values()];

  const tell = async (gateway: Gateway, agentId: string, command: AgentCommand, order: Order) => {
    const answer = await gateway.agent(agentId, command, order);
    if (answer.kind === 'refused') await gateway.fleet.refused(`agent.${command.type}`, agentId, answer.refusal, order);
    return answer;
  };
  let pending = 0;
  /** Given again for as long as nobody can carry it out. */
  const surely = async (first: number, agentId: string, type: 'pause' | 'resume' | 'delete'): Promise<void> => {
    const order = orderOf();
    pending++;
    for (let tries = 0; tries < TRIES; tries++) {
      const told = gateways.order(first + tries, (gateway) =>
        tell(gateway, agentId, { type, by: BY, reason: '' }, order),
      );
      const inVain = new Promise<null>((resolve) =>
        time.after(ANSWERED_WITHIN_MS, `${type} in vain`, () => resolve(null)),
      );
      if ((await Promise.race([told, inVain])) !== null) break;
      await new Promise<void>((resolve) => time.after(ORDERED_AGAIN_MS, `${type} again`, resolve));
    }
    pending--;
  };

  const askToAct = (agentId: string, kind: (typeof KINDS)[number]) =>
    void gateways.order(random.int(GATEWAYS), (gateway) => {
      const due = Math.floor(gateway.process.clock.fleetNow());
      const command = { type: 'actNow', tickId: tickIdOf(agentId, due), due, kind, by: BY } as const;
      return tell(gateway, agentId, command, orderOf());
    });

  const decide = (via: number, agentId: string, draftId: string, approved: boolean, order: Order) =>
    void gateways.order(via, (gateway) => {
      const nowMs = gateway.process.clock.fleetNow();
      return tell(gateway, agentId, { type: 'decideDraft', draftId, approved, nowMs, by: BY, reason: '' }, order);
    });
  const namedIn = (stream: string, types: ReadonlySet<string>, field: string): ReadonlySet<string> =>
    new Set(
      events.store
        .stream(stream)
        .flatMap(({ type, data }) => (types.has(type) ? [String((data as Record<string, unknown>)[field])] : [])),
    );
  const lookAtDrafts = (round: number) => {
    const order = orderOf(operationCorrelation(`drafts-${round}`));
    for (const agentId of agentIds) {
      const decided = namedIn(STREAM.agent(agentId), WORDS, 'draftId');
      for (const draftId of namedIn(STREAM.activity(agentId), DRAFTED, 'tickId')) {
        if (decided.has(draftId) || random.chance(0.4)) continue;
        const via = random.int(GATEWAYS);
        const yes = random.chance(0.7);
        decide(via, agentId, draftId, yes, order);
        // Somebody else says a word at the same moment, the same or the other one.
        if (random.chance(0.2)) decide(via + 1, agentId, draftId, random.chance(0.5), orderOf());
      }
    }
  };

  const retry = (via: number, id: string) =>
    void gateways.order(via, async (gateway) => {
      const order = orderOf();
      const result = await gateway.letters.retry(id, '', order);
      if (result.kind === 'retried') retried.set(id, [...(retried.get(id) ?? []), result.tickId]);
      if (result.kind === 'refused') await gateway.fleet.refused('agent.retry', result.agentId, result.refusal, order);
    });
  const lookAtLetters = () => {
    for (const { seq } of queue.letters()) {
      if (random.chance(0.4)) continue;
      const via = random.int(GATEWAYS);
      if (random.chance(0.1)) void gateways.order(via, ({ letters }) => letters.discard(String(seq), '', orderOf()));
      else retry(via, String(seq));
      if (random.chance(0.4)) retry(via + 1, String(seq));
    }
  };
  /** A tick under another one's name, as no scheduler sends it: it becomes a dead letter at once. */
  const forge = (agentId: string) => {
    const due = EPOCH_MS + time.now();
    const kind = random.pick(KINDS);
    const none = { causationId: null, traceparent: null };
    const tick: TickMessage = { v: 1, tickId: 'forged', agentId, due, dueWall: due, kind, ...none };
    try {
      queue.put(SUBJECTS.tick(partitionOf(agentId)), JSON.stringify(tick), `forged.${due}`);
    } catch {
      // The bus is down: it went nowhere.
    }
  };

  const adopt = (via: number) =>
    void gateways.order(via, async (gateway) => {
      const [before, now] = versions;
      const published = await gateway.persona(now.id, { type: 'publish', persona: now, by: BY }, orderOf());
      if (published.kind === 'refused' || published.state.version === 1) return;
      const { version } = published.state;
      const definitions = new Map([before, now].map((persona, i) => [i + 1, persona] as const));
      const command = { type: 'adopt', persona: { id: now.id, version }, definitions, by: BY, reason: '' } as const;
      for (const { username, ofPersona } of members)
        if (ofPersona) await tell(gateway, agents.get(username) ?? '', command, orderOf());
    });

  for (const { username, config } of members) {
    const agentId = agents.get(username) ?? '';
    for (let i = 0; i < ASKED_TIMES; i++) {
      const kind = random.pick(KINDS);
      time.after(moment(), 'operator asks', () => askToAct(agentId, kind));
    }
    const posts = config.hold ? HELD_ASKED_TIMES : 0;
    for (let i = 0; i < posts; i++)
      time.after(moment(1_000, DISTURBED_MS * 0.7), 'operator asks', () => askToAct(agentId, 'post'));
  }
  let round = 0;
  for (let at = 6_000; at < DISTURBED_MS; at += random.between(4_000, 9_000)) {
    const number = ++round;
    time.after(at, 'operator looks at drafts', () => lookAtDrafts(number));
    time.after(at + 1_500, 'operator looks at dead letters', lookAtLetters);
  }
  if (random.chance(0.2)) time.after(moment(), 'a forged tick', () => forge(random.pick(agentIds)));
  if (random.chance(0.5)) {
    const at = moment();
    time.after(at, 'a new version', () => adopt(0));
    if (random.chance(0.5)) time.after(at + random.int(200), 'a new version', () => adopt(1));
  }
  if (random.chance(0.2)) {
    const [agentId, at] = [random.pick(agentIds), moment()];
    time.after(at, 'an agent is paused', () => void surely(0, agentId, 'pause'));
    time.after(
      Math.min(DISTURBED_MS - 1, at + random.between(2_000, 30_000)),
      'an agent is resumed',
      () => void surely(1, agentId, 'resume'),
    );
  }
  if (random.chance(0.2)) {
    const agentId = random.pick(agentIds);
    time.after(moment(15_000), 'an agent is deleted', () => void surely(random.int(GATEWAYS), agentId, 'delete'));
  }
  if (random.chance(0.3)) time.after(moment(), 'a gateway dies', () => gateways.kill(random.int(GATEWAYS)));
  return { retried, pending: () => pending + gateways.busy() };
};
