export { ANCHOR_KEY, parseAnchor, type Reanchor, reanchor } from './anchor.ts';
export * from './open-clock.ts';
export * from './port.ts';
