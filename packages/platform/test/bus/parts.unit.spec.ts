import { describe, expect, it } from 'vitest';
import { compareVersions, missingFeatures, parseBusAddress, requireServer } from '../../src/bus/index.ts';
import { createSlots } from '../../src/bus/slots.ts';

describe('a NATS address', () => {
  it('is read with its login', () => {
    expect(parseBusAddress('nats://fleet:p%40ss@10.0.0.1:4333')).toEqual({
      servers: ['10.0.0.1:4333'],
      tls: false,
      user: 'fleet',
      pass: 'p@ss',
    });
    expect(parseBusAddress('tls://token@a,tls://b:99')).toEqual({
      servers: ['a:4222', 'b:99'],
      tls: true,
      token: 'token',
    });
    expect(parseBusAddress('localhost')).toEqual({ servers: ['localhost:4222'], tls: false });
  });

  it('is refused without showing its login', () => {
    expect(() => parseBusAddress('http://u:canary@x')).toThrow(/looks like nats:/);
    expect(() => parseBusAddress('http://u:canary@x')).not.toThrow(/canary/);
  });
});

describe('a NATS server', () => {
  it('must be 2.9 or later, with JetStream; the message says what to do', () => {
    expect(() => requireServer({ version: '2.8.4', jetstream: true })).toThrow(/2\.8\.4 is too old.*Upgrade/);
    expect(() => requireServer({ version: '2.10.1' })).toThrow(/start it with -js/);
    expect(() => requireServer({ version: '2.9.10', jetstream: true })).not.toThrow();
  });

  it('is told apart by its version', () => {
    expect(compareVersions('2.10.0', '2.9.25')).toBeGreaterThan(0);
    expect(compareVersions('v2.12.0-RC.1', '2.12.0')).toBe(0);
    expect(missingFeatures('2.9.10')).toHaveLength(3);
    expect(missingFeatures('2.12.1')).toEqual([]);
  });
});

describe('slots', () => {
  it('go to who waited longest, and count as free only when nobody waits', async () => {
    const slots = createSlots(1);
    const order: string[] = [];
    await slots.take();
    const first = slots.take().then(() => order.push('first'));
    const second = slots.take().then(() => order.push('second'));
    expect([slots.free(), slots.waiting(), slots.inUse()]).toEqual([0, 2, 1]);
    slots.give();
    await first;
    slots.give();
    await second;
    expect(order).toEqual(['first', 'second']);
    slots.give();
    expect([slots.free(), slots.inUse()]).toEqual([1, 0]);
  });
});
