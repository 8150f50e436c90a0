import type { Answer, FloImg } from '../ports.ts';

/** Nothing leaves the process: whatever asked for it, a write in shadow mode is a refusal. */
const notSent = async (): Promise<Answer<never>> => ({
  kind: 'unsent',
  reason: 'FLEET_WRITES is off: nothing is written to the gallery',
});

/**
 * The platform in shadow mode: no post, comment or like, and no workflow either, since it makes pictures and may cost
 * money. Users of agents are still made and removed: the platform lets only agents it knows read, and a user that
 * never posts shows nowhere in the gallery.
 */
export const readOnly = <Client extends FloImg>(floimg: Client): Client => ({
  ...floimg,
  render: notSent,
  post: notSent,
  like: notSent,
  comment: notSent,
});
