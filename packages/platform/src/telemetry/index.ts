export * from './checks.ts';
export * from './ops.ts';
export * from './registry.ts';
