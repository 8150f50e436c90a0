import { PromptRef } from '@fleet/domain/activity/activity-events';
import { z } from 'zod';

/** A post written ahead, as the ledger keeps it. */
export const WrittenPostRow = z.object({
  imagePrompt: z.string(),
  title: z.string(),
  caption: z.string(),
  prompt: PromptRef,
  provider: z.string(),
  model: z.string(),
});
