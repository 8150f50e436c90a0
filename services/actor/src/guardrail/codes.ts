import { GUARDRAIL } from '@fleet/domain/content/verdict';

/** Nobody could tell whether the fleet said the same before: not published, since a twin cannot be taken back. */
export const TEXTS_UNAVAILABLE = 'texts_unavailable';
/** The provider's moderation exists and gave no answer. */
export const MODERATION_UNAVAILABLE = 'moderation_unavailable';
/** The picture was flagged: rendered, paid for, not published. */
export const PICTURE_FLAGGED = 'picture_flagged';

/** A tick that ends for one of these was skipped, not refused by anybody. */
export const NOT_PUBLISHED: readonly string[] = [GUARDRAIL, TEXTS_UNAVAILABLE, MODERATION_UNAVAILABLE, PICTURE_FLAGGED];
