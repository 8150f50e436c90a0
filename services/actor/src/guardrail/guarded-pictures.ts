import type { Verdict } from '@fleet/domain/content/verdict';
import type { FloImg, Moderation } from '../ports.ts';
import { PICTURE_FLAGGED } from './codes.ts';

const CHECK = 'picture-moderation';

/**
 * Shows each rendered picture to the provider's moderation before anything is posted. A flagged one counts as a
 * workflow that failed (and was paid for); an endpoint that takes no pictures, or gives no answer, lets it pass and says
 * so, since the prompt it was drawn from has passed already.
 */
export const guardPictures = (floimg: FloImg, moderation: Moderation): FloImg => ({
  ...floimg,
  render: async (agent, workflow, imagePrompt, call) => {
    const answer = await floimg.render(agent, workflow, imagePrompt, call);
    if (answer.kind !== 'ok') return answer;
    const judged = await moderation.check({ texts: [], imageUrls: [answer.value.imageUrl] }, call.signal);
    if (judged.kind === 'flagged') {
      const reason = `the picture was flagged: ${judged.categories.join(', ')}`.slice(0, 300);
      return { kind: 'workflow_failed', code: PICTURE_FLAGGED, retryable: false, reason };
    }
    const note = judged.kind === 'allowed' ? {} : { note: `${judged.kind}: ${judged.reason}`.slice(0, 200) };
    const verdict: Verdict = { check: CHECK, ok: true, ...note };
    return { ...answer, value: { ...answer.value, verdicts: [verdict] } };
  },
});
