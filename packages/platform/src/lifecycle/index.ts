export * from './late.ts';
export * from './run-until-signal.ts';
export * from './until-done.ts';
