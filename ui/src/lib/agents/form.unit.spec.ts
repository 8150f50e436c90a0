import type { Agent } from '@fleet/domain/read-models/api';
import { describe, expect, it } from 'vitest';
import { agentNumber, personas } from '../../../test/mock/data.ts';
import { changeOf, creationOf, draftOf, emptyDraft, fieldOf, withPersona } from './form.ts';

const agent: Agent = agentNumber(3, (name) => name);

describe('the form of an agent', () => {
  it('gives back what it was given when nothing was changed', () => {
    const { schedule, ...config } = agent.config;
    expect(changeOf(draftOf(agent))).toEqual({ ...config, schedule });
  });

  it("takes a persona's values and keeps who the agent is", () => {
    const persona = personas([])[4];
    if (!persona) throw new Error('there is a fifth persona');
    const draft = withPersona({ ...emptyDraft(), username: 'nova', name: 'Nova' }, persona);
    const body = creationOf(draft);
    expect(body).toMatchObject({ username: 'nova', name: 'Nova', persona: persona.id, schedule: persona.schedule });
    expect(body).not.toHaveProperty('workflow');
    expect(creationOf({ ...draft, persona: '' })).toHaveProperty('workflow');
  });

  it('reads hours and interests as they are typed, and leaves nonsense for the gateway to name', () => {
    const draft = { ...emptyDraft(), peakHours: ' 9-12 ,20 – 4, noon', interests: ' light,, colour ' };
    const { schedule, interests } = changeOf(draft);
    expect(schedule.peakHours).toEqual([
      [9, 12],
      [20, 4],
      [null, null],
    ]);
    expect(interests).toEqual(['light', 'colour']);
  });

  it('finds the field that an error is about', () => {
    expect(
      ['username', 'body/schedule/peakHours/0/1', 'config.schedule.timezone', 'weights.post', 'body'].map(fieldOf),
    ).toEqual(['username', 'peakHours', 'timezone', 'post', null]);
  });
});
