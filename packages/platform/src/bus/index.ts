export * from './address.ts';
export * from './bus.ts';
export * from './connect.ts';
export * from './join.ts';
export * from './port.ts';
export * from './server-version.ts';
export type * from './services.ts';
export type * from './streams.ts';
export { CONSUMERS, LEASE_TTL_MS } from './topology.ts';
