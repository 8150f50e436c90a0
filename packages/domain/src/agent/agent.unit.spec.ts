import { given } from '@fleet/testkit/given';
import { describe, expect, test } from 'vitest';
import { BUILT_IN_PERSONAS } from '../persona/catalogue.ts';
import {
  type AgentCommand,
  type AgentState,
  decideAgent,
  type ExistingAgent,
  evolveAgent,
  freshAgent,
  initialAgent,
  mayAct,
  statusOf,
  statusReasonOf,
} from './agent.ts';
import type { AgentConfig } from './agent-config.ts';
import type { AgentEvent } from './agent-events.ts';

const { name, personality, vibe, interests, schedule, minIntervalS, maxIntervalS, weights, workflow } =
  BUILT_IN_PERSONAS[0] ?? expect.fail();
const config: AgentConfig = {
  ...{ name, personality, vibe, interests, schedule, minIntervalS, maxIntervalS, weights, workflow },
};
const agent = given<AgentState, AgentEvent, AgentCommand>({
  initial: initialAgent,
  evolve: evolveAgent,
  decide: decideAgent,
});

const by = { by: 'operator:ada', reason: 'because' };
const identity = {
  agentId: '3f333df6-90a4-5bf5-a3a2-0f1b1a3c1d11',
  username: 'studio_one',
  persona: { id: 'product_photographer', version: 1 },
  seedIndex: null,
};
const create: AgentCommand = { type: 'create', ...identity, config, by: 'cli' };
const created: AgentEvent = { type: 'AgentCreated', data: { ...identity, config, by: 'cli' } };
const provisioned: AgentEvent = { type: 'AgentProvisioned', data: { platformUserId: 'u1', created: true } };
const started: AgentEvent = { type: 'AgentStarted', data: by };
const paused: AgentEvent = { type: 'AgentPaused', data: by };
const resumed: AgentEvent = { type: 'AgentResumed', data: by };
const stopped: AgentEvent = { type: 'AgentStopped', data: by };
const failed: AgentEvent = { type: 'AgentFailed', data: { code: 'FORBIDDEN', reason: 'no' } };
const slept: AgentEvent = {
  type: 'AgentSlept',
  data: { until: '2026-03-02T13:00:00.000Z', code: 'DAILY_LIMIT', reason: 'enough for today' },
};
const deleting: AgentEvent = { type: 'AgentDeletionRequested', data: by };
const deleted: AgentEvent = { type: 'AgentDeprovisioned', data: { found: true } };
const noon = Date.parse('2026-03-02T12:00:00Z');

const existing = (...events: AgentEvent[]): ExistingAgent => {
  const state = agent(created, ...events).state();
  return state.exists ? state : expect.fail();
};

describe('an agent', () => {
  test('is created once; its username is never given again', () => {
    agent().when(create).then(created);
    agent(created)
      .when(create)
      .thenRefused('username_taken', /studio_one/);
    agent(created, deleting, deleted)
      .when(create)
      .thenRefused('username_taken', /never used again/);
  });

  test('as it is made is what its first event folds to', () => {
    const { agentId: id, ...made } = identity;
    const fresh = freshAgent({ id, ...made, config });
    expect({ ...existing(), configuredAt: 0 }).toEqual(fresh);
    const grow: AgentEvent = { type: 'AgentCreated', data: { ...identity, config, by: 'cli', grow: true } };
    expect(evolveAgent(initialAgent, grow, 7)).toEqual({ ...fresh, growing: true, configuredAt: 7 });
  });

  test('of a seeded place is found again by seeding again', () => {
    const seeded = { ...identity, seedIndex: 3, config, by: 'cli' };
    agent({ type: 'AgentCreated', data: seeded })
      .when({ type: 'create', ...seeded })
      .thenNothing();
  });

  test('that was never created is not found', () => {
    agent()
      .when({ type: 'start', ...by })
      .thenRefused('not_found');
  });

  test.each([
    ['start', [], [started]],
    ['start', [started], []],
    ['start', [started, stopped], [started]],
    ['start', [started, failed], [started]],
    ['pause', [started], [paused]],
    ['pause', [started, paused], []],
    ['resume', [started, paused], [resumed]],
    ['resume', [started, failed], [resumed]],
    ['resume', [started], []],
    ['stop', [started], [stopped]],
    ['stop', [started, paused], [stopped]],
    ['stop', [started, failed], [stopped]],
    ['stop', [], []],
    ['delete', [started], [deleting]],
    ['delete', [started, paused], [deleting]],
    ['delete', [deleting], []],
    ['delete', [deleting, deleted], []],
  ] as const)('%s after %j decides %j', (type, before, after) => {
    agent(created, ...before)
      .when({ type, ...by })
      .then(...after);
  });

  test.each([
    ['start', [started, paused], /paused; resume it/],
    ['pause', [], /idle/],
    ['pause', [started, failed], /error/],
    ['resume', [], /idle; start it/],
    ['start', [deleting], /being deleted/],
    ['resume', [deleting, deleted], /deleted/],
  ] as const)('%s after %j is refused and says the state', (type, before, says) => {
    agent(created, ...before)
      .when({ type, ...by })
      .thenRefused('invalid_state', says);
  });

  test('may be started before the platform has its user, and acts after that', () => {
    expect(mayAct(existing(started), noon)).toEqual({ ok: false, reason: expect.stringMatching(/platform/) });
    expect(mayAct(existing(started, provisioned), noon)).toEqual({ ok: true });
    expect(existing(started, provisioned).configuredAt).toBe(3_000);
  });

  test('keeps its pause through a sleep, its end, and a provisioning', () => {
    const state = existing(provisioned, started, paused, slept);
    expect(statusOf(state, noon)).toBe('paused');
    expect(statusOf(state, noon + 7_200_000)).toBe('paused');
    agent(created, started, paused)
      .when({ type: 'provisioned', platformUserId: 'u1', created: true })
      .then(provisioned);
    expect(statusOf(existing(started, paused, provisioned), noon)).toBe('paused');
  });

  test('sleeps until the wall time the platform gave, and says why', () => {
    const state = existing(provisioned, started, slept);
    expect(statusOf(state, noon)).toBe('sleeping');
    expect(statusReasonOf(state, noon)).toBe('enough for today');
    expect(mayAct(state, noon).ok).toBe(false);
    expect(statusOf(state, noon + 3_600_000)).toBe('running');
    expect(mayAct(state, noon + 3_600_000).ok).toBe(true);
  });

  test('does not record a sleep that ends no later than the one it has', () => {
    agent(created, slept)
      .when({ type: 'sleep', ...slept.data })
      .thenNothing();
  });

  test('shows an error while its user cannot be made, until it can', () => {
    const reason = 'name taken';
    agent(created)
      .when({ type: 'provisioningFailed', reason })
      .then({ type: 'AgentProvisioningFailed', data: { reason } });
    const failing: AgentEvent = { type: 'AgentProvisioningFailed', data: { reason } };
    agent(created, failing).when({ type: 'provisioningFailed', reason }).thenNothing();
    expect(statusOf(existing(started, failing), noon)).toBe('error');
    expect(statusReasonOf(existing(started, failing), noon)).toBe(reason);
    expect(statusOf(existing(started, failing, provisioned), noon)).toBe('running');
  });

  test('is reconfigured by a merge, checked as a whole', () => {
    agent(created)
      .when({ type: 'configure', patch: { vibe: 'calm' }, ...by })
      .then({ type: 'AgentReconfigured', data: { config: { ...config, vibe: 'calm' }, ...by } });
    agent(created)
      .when({ type: 'configure', patch: { vibe: config.vibe }, ...by })
      .thenNothing();
    const wrong = agent(created).when({ type: 'configure', patch: { minIntervalS: 301 }, ...by });
    wrong.thenRefused('invalid_config');
    expect(wrong.decided).toMatchObject({
      errors: [{ field: 'minIntervalS', message: 'must be at most maxIntervalS' }],
    });
  });

  test('acts now only when it runs, and once per request', () => {
    const data = { tickId: 't.1', due: 5_000, kind: 'like', by: 'cli' } as const;
    agent(created, provisioned, started)
      .when({ type: 'actNow', ...data })
      .then({ type: 'AgentActRequested', data });
    agent(created, provisioned, started, { type: 'AgentActRequested', data })
      .when({ type: 'actNow', ...data })
      .thenNothing();
    agent(created, started)
      .when({ type: 'actNow', ...data })
      .thenRefused('invalid_state', /user/);
    agent(created, started, paused)
      .when({ type: 'actNow', ...data })
      .thenRefused('invalid_state', /paused/);
  });

  test('tries a dead letter again once, whoever asks and however late', () => {
    const retry = (tickId: string, letter: string, messageId = 'old.1') =>
      ({ tickId, due: 5_000, kind: 'like', by: 'cli', retries: { letter, messageId } }) as const;
    const acted = (data: ReturnType<typeof retry>) => ({ type: 'AgentActRequested', data }) as const;
    const after = agent(created, provisioned, started, acted(retry('t.1', '7')), acted(retry('t.2', '9')));
    after.when({ type: 'actNow', ...retry('t.3', '7') }).thenNothing();
    after.when({ type: 'actNow', ...retry('t.3', '8') }).then(acted(retry('t.3', '8')));
    // The stream of letters was made anew and counts from 1 again: another letter of the same number.
    after.when({ type: 'actNow', ...retry('t.3', '7', 'new.1') }).then(acted(retry('t.3', '7', 'new.1')));
  });

  test('is put in error by a refusal of the platform, once', () => {
    agent(created, started)
      .when({ type: 'fail', ...failed.data })
      .then(failed);
    agent(created, started, failed)
      .when({ type: 'fail', ...failed.data })
      .thenNothing();
  });

  test('is deleted for good when its user is gone', () => {
    agent(created, deleting).when({ type: 'deprovisioned', found: true }).then(deleted);
    agent(created).when({ type: 'deprovisioned', found: true }).thenRefused('invalid_state');
    agent(created, deleting, deleted)
      .when({ type: 'configure', patch: {}, ...by })
      .thenRefused('invalid_state');
    expect(statusOf(existing(deleting, deleted), noon)).toBe('deleted');
    expect(mayAct(existing(started, provisioned, deleting), noon).ok).toBe(false);
  });
});
