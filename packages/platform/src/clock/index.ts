export { ANCHOR_KEY, type Reanchor, reanchor } from './anchor.ts';
export * from './open-clock.ts';
export * from './port.ts';
