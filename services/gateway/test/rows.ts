import { agentIdOf } from '@fleet/domain/identity';
import type { Fixture } from './gateway-fixture.ts';

/** Rows as the projector would write them. */

export const CONFIG = {
  name: 'Someone',
  personality: 'curious',
  vibe: 'calm',
  interests: ['light'],
  schedule: { timezone: 'UTC', activeDays: [0, 1], peakHours: [[8, 12]], peakMultiplier: 2, offPeakMultiplier: 0.5 },
  minIntervalS: 60,
  maxIntervalS: 300,
  weights: { post: 0.5, comment: 0.5, like: 0.5 },
  workflow: 'chart',
};

export type AgentRow = {
  readonly username: string;
  readonly status?: string;
  readonly persona?: string | null;
  readonly spend?: number;
  readonly lastActiveAt?: string | null;
  readonly sleepingUntil?: string | null;
  readonly position?: number;
};

export const insertAgent = ({ read }: Fixture, row: AgentRow) =>
  read(
    `insert into agents (id, username, name, persona_id, persona_version, status, desired, sleeping_until, sleep_reason,
       provisioned, config, created_at, last_active_at, spend_usd, lifecycle_position, position)
     values ($1, $2, $3, $4, 1, $5, $5, $6, 'limit', true, $7, now(), $8, $9, $10, $10)`,
    [
      agentIdOf(row.username),
      row.username,
      `Name of ${row.username}`,
      row.persona ?? null,
      row.status ?? 'running',
      row.sleepingUntil ?? null,
      JSON.stringify(CONFIG),
      row.lastActiveAt ?? null,
      row.spend ?? 0,
      row.position ?? 1,
    ],
  );

export type ActivityRow = {
  readonly id: string;
  readonly position: number;
  readonly username?: string;
  readonly kind?: string;
  readonly text?: string | null;
  readonly persona?: string | null;
  readonly recordedAt?: string;
  readonly revision?: number;
  readonly post?: string;
};

export const insertActivity = ({ read }: Fixture, row: ActivityRow) =>
  read(
    `insert into activities (id, position, kind, action, agent_id, agent_name, username, persona_id, at, recorded_at,
       text, cost_usd, input_tokens, output_tokens, took_ms, shadow, revision, post_id)
     values ($1, $2, $3, 'post', $4, 'Someone', $5, $6, $7, $7, $8, 0, 0, 0, 5, false, $9, $10)`,
    [
      row.id,
      row.position,
      row.kind ?? 'post',
      agentIdOf(row.username ?? 'ada'),
      row.username ?? 'ada',
      row.persona ?? null,
      row.recordedAt ?? '2026-03-02T12:00:00.000Z',
      row.text ?? null,
      row.revision ?? 0,
      row.post ?? null,
    ],
  );

export const moveCheckpoint = ({ read }: Fixture, position: number | bigint) =>
  read('update checkpoint set position = $1, updated_at = now()', [position.toString()]);
