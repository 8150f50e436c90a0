import { describe, expect, it } from 'vitest';
import { agentIdOf, tickIdOf } from './identity.ts';
import { tickTraceparent, traceIdOf, traceparentOf } from './trace.ts';

const ticks = Array.from({ length: 20_000 }, (_, n) => tickIdOf(agentIdOf('ada'), 1_900_000_000_000 + n));
const [tick = ''] = ticks;

describe('traces', () => {
  it('are read from a traceparent, and from nothing that is none', () => {
    const [id, span] = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7'];
    expect(traceIdOf(traceparentOf(id, span))).toBe(id);
    const none = [null, undefined, '', 'x', `00-${id}-${span}`, `01-${id}-${span}-01`, `00-${id}-${span}-01\n`];
    const zeros = [`00-${'0'.repeat(32)}-${span}-01`, `00-${id}-${'0'.repeat(16)}-01`];
    for (const one of [...none, ...zeros]) expect(traceIdOf(one), String(one)).toBeNull();
  });

  it('are computed of a tick: the same for whoever makes it, another for each tick', () => {
    const made = ticks.map((id) => tickTraceparent(id, null));
    expect(tickTraceparent(tick, null)).toBe(made[0]);
    expect(new Set(made.map(traceIdOf))).toHaveLength(ticks.length);
    expect(new Set(made.map((one) => one.slice(36, 52)))).toHaveLength(ticks.length);
  });

  it('go on in a tick that an order asked for, by a span of its own', () => {
    const asked = traceparentOf('4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7');
    const made = tickTraceparent(tick, asked);
    expect(traceIdOf(made)).toBe(traceIdOf(asked));
    expect(made).not.toBe(asked);
    expect(tickTraceparent(tick, 'rubbish')).toBe(tickTraceparent(tick, null));
  });
});
