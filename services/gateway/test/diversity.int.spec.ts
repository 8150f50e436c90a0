import { EffectView } from '@fleet/domain/read-models/effect';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, type Fixture, startGateway } from './gateway-fixture.ts';
import { type ActivityRow, insertActivity } from './rows.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DAY = Math.floor(Date.now() / DAY_MS) * DAY_MS - 3 * DAY_MS;
const iso = (ms: number) => new Date(ms).toISOString();
const dayOf = (days: number) => `?from=${iso(DAY - days * DAY_MS)}&to=${iso(DAY - (days - 1) * DAY_MS)}`;

describe('how varied the fleet is', () => {
  let fixture: Fixture;
  let monotonicMs = 0;
  let rows = 0;
  const diversity = async (query: string) => {
    const answer = await fixture.app.inject({ url: `/api/v1/effect${query}`, headers: bearer });
    return EffectView.parse(answer.json()).diversity;
  };
  const write = (at: number, row: Partial<ActivityRow>) =>
    insertActivity(fixture, { id: `a${++rows}`, position: rows, recordedAt: iso(at + rows), ...row });

  beforeAll(async () => {
    const wall = { fleetNow: Date.now, wallNow: Date.now, scale: () => 1, wallAt: (ms: number) => ms };
    fixture = await startGateway({ clock: { ...wall, monotonicNow: () => monotonicMs } });
  });
  afterAll(() => fixture.stop());

  it('is unknown, not poor, before enough was said', async () => {
    await write(DAY, { text: 'One lamp.' });
    expect(await diversity(dayOf(0))).toEqual({
      ...{ texts: 1, distinct2: null, turnedAway: 0, posters: 1, personas: 0, busiestTenthShare: null },
    });
  });

  it('is of the captions and comments of the range, and of who posted in it', async () => {
    const at = DAY - DAY_MS;
    // Twelve posters of three personas; the busiest one has 9 of 20 posts.
    for (let i = 0; i < 12; i++)
      await write(at, { username: `poster_${i}`, persona: `p${i % 3}`, text: `A lamp number ${i}` });
    for (let i = 12; i < 20; i++) await write(at, { username: 'poster_0', persona: 'p0', text: `A lamp number ${i}` });
    for (let i = 0; i < 5; i++) await write(at, { kind: 'comment', persona: 'p9', text: `well said ${i}` });
    // Neither words of the range nor said at all.
    for (const kind of ['like', 'browse', 'skipped']) await write(at, { kind, text: 'never said' });
    await write(at - DAY_MS, { text: 'the day before' });
    await write(at, { username: 'shade', persona: 'p8', text: 'in the dark' });
    await fixture.read('update activities set shadow = true where id = $1', [`a${rows}`]);
    for (const [hour, turned] of [
      [at, 3],
      [at + HOUR_MS, 4],
      [at - HOUR_MS, 50],
    ] as const)
      await fixture.read(
        `insert into effect_hours (hour, human_posts, human_comments, human_likes, drawn_comments, drawn_likes, posts,
           comments, likes, turned_away) values ($1, 0, 0, 0, 0, 0, 0, 0, 0, $2)`,
        [iso(hour), turned],
      );
    expect(await diversity(dayOf(1))).toEqual({
      // Pairs: "a lamp" and "lamp number" 20 times, "number i" 20, "well said" 5 times, "said i" 5: 28 of 70.
      ...{ texts: 25, distinct2: 28 / 70, turnedAway: 7, posters: 12, personas: 3, busiestTenthShare: 9 / 20 },
    });
  });

  it('looks at the newest thousand texts of a long range', async () => {
    const at = DAY - 2 * DAY_MS;
    const sql = `insert into activities (id, position, kind, action, agent_id, agent_name, username, persona_id, at,
        recorded_at, text, cost_usd, input_tokens, output_tokens, took_ms, shadow, revision)
      select 'm' || i, i, 'post', 'post', gen_random_uuid(), 'N', 'n', 'p1', $1::timestamptz,
        $1::timestamptz + i * interval '1 second',
        case when i <= 500 then 'the same words again' else 'lamp' || i || ' slate' || i end, 0, 0, 0, 5, false, i
      from generate_series(1, 1500) i`;
    await fixture.read(sql, [iso(at)]);
    const varied = await diversity(dayOf(2));
    expect(varied).toMatchObject({ texts: 1_000, distinct2: 1, posters: 1_501 });
    expect(varied.busiestTenthShare).toBeCloseTo(0.1);
  });

  it('is remembered for a minute', async () => {
    await write(DAY, { text: 'Two lamps.' });
    expect((await diversity(dayOf(0))).texts).toBe(1);
    monotonicMs += 60_000;
    expect((await diversity(dayOf(0))).texts).toBe(2);
  });
});
