export * from './run-until-signal.ts';
