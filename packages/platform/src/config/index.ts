export * from './load-config.ts';
export * from './secret.ts';
export * from './variables.ts';
