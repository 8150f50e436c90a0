import { describe, expect, it } from 'vitest';
import { activityNumber, agentNumber } from '../../../test/mock/data.ts';
import { tickEventsOf } from '../../../test/mock/tick-events.ts';
import { causeOf, stepOf } from './steps.ts';

const image = (name: string) => `/images/${name}.svg`;
const agents = [agentNumber(0, image), agentNumber(1, image), agentNumber(2, image)];
const activities = Array.from({ length: 200 }, (_, n) => activityNumber(n, agents, 1_900_000_000_000 + n, image));
const one = (kind: string) => {
  const found = activities.find((activity) => activity.kind === kind);
  if (!found) throw new Error(`there is no ${kind}`);
  return { ...found, costUsd: found.costUsd === 0 ? 0 : 0.0034 };
};
const titles = (kind: string) => tickEventsOf(one(kind)).events.map((event) => stepOf(event).title);

describe('the steps of a turn in words', () => {
  it('tell each kind of turn from its beginning to its end', () => {
    const text = ['Accepted', 'Looked around', 'Text asked for', 'Text came'];
    const confirmed = (sent: string, fact: string) => [sent, 'The gallery confirmed', fact, 'Ended'];
    expect(titles('post')).toEqual([
      ...text,
      ...['Picture asked for', 'Picture came'],
      ...confirmed('Post sent', 'Published'),
    ]);
    expect(titles('comment')).toEqual([...text, ...confirmed('Comment sent', 'Comment left')]);
    expect(titles('like')).toEqual(['Accepted', 'Looked around', ...confirmed('Like sent', 'Liked')]);
    expect(titles('browse')).toEqual(['Accepted', 'Looked around', 'Ended']);
    expect(titles('rejected')).toEqual([...text, 'Sending failed', 'Ended: rejected']);
    expect(titles('unknown')).toEqual([...text, 'Sending: outcome unclear', 'Ended: outcome unclear']);
    expect(titles('skipped')).toEqual(['Not taken']);
  });

  it('say what money and words came to, and mark what went wrong', () => {
    const came = tickEventsOf(one('comment')).events.map(stepOf);
    expect(came[3]).toEqual({ title: 'Text came', note: '$0.0034 · offline-grammar · 640 tokens in, 92 out' });
    expect(came.some(({ bad }) => bad)).toBe(false);
    const wrong = tickEventsOf(one('rejected')).events.map(stepOf);
    expect(wrong.filter(({ bad }) => bad)).toHaveLength(2);
    expect(wrong.at(-2)?.note).toBe('Too close to a caption of yesterday · near_duplicate');
  });

  it('name an event of another version by its type, whatever it holds', () => {
    for (const data of [null, undefined, 3, {}, { result: { step: 'dance' } }, { request: null }])
      for (const type of ['EffectSucceeded', 'EffectAttempted', 'FeedBrowsed', 'SomethingNew'])
        expect(stepOf({ type, data }), JSON.stringify([type, data])).toEqual({ title: type, note: '' });
  });

  it('tell who asked for a turn, and where its post was found', () => {
    const like = one('like');
    const rhythm = causeOf(tickEventsOf(like).events);
    expect(rhythm).toEqual({ ordered: false, asked: undefined, draftId: undefined, foundIn: like.id });
    const retries = { letter: '7', messageId: null };
    const asked = causeOf(tickEventsOf(like, { by: 'operator:ada', reason: 'again', retries }).events);
    expect(asked).toMatchObject({ ordered: true, asked: { by: 'operator:ada', retries } });
    const withoutRequest = tickEventsOf(like, { by: 'cli' }).events.slice(1);
    expect(causeOf(withoutRequest)).toMatchObject({ ordered: true, asked: undefined });
  });
});
