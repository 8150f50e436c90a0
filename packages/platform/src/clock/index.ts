export { ANCHOR_KEY, parseAnchor, reanchor } from './anchor.ts';
export * from './open-clock.ts';
export * from './port.ts';
