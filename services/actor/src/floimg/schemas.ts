import { z } from 'zod';
import type { GalleryComment, GalleryItem, GalleryUser } from '../ports.ts';

/** What is kept of any text of the platform; prompts cut further. */
const MAX_TEXT_CHARS = 2_000;
/** More than this in one page is no page. */
const MAX_PER_PAGE = 1_000;

/** Ids become parts of paths: nothing that could lead out of one. */
const Id = z.union([z.string().regex(/^(?!\.+$)[\w.:~-]{1,200}$/), z.number().int()]).transform(String);
const Text = z
  .string()
  .nullish()
  .transform((text) => (text ?? '').slice(0, MAX_TEXT_CHARS).toWellFormed());
const Count = z
  .number()
  .int()
  .nonnegative()
  .nullish()
  .transform((n) => n ?? 0);
/** ISO 8601 or ms since the epoch, as ms. */
const Moment = z.union([z.string().max(64), z.number()]).transform((at, context) => {
  const ms = typeof at === 'number' ? at : Date.parse(at);
  if (Number.isFinite(ms)) return ms;
  context.addIssue('not a moment in time');
  return z.NEVER;
});

const User = z
  .object({ id: Id, username: z.string().max(200).nullish(), name: z.string().nullish() })
  .nullish()
  .transform((user): GalleryUser | null => {
    if (!user) return null;
    const name = (user.name ?? '').slice(0, 200).toWellFormed();
    return { id: user.id, username: user.username ?? '', name };
  });

/** An item's picture: an address, or an object holding one. */
const Image = z
  .union([z.string(), z.object({ url: z.string().nullish(), imageUrl: z.string().nullish() })])
  .nullish()
  .catch(null)
  .transform((image) => (typeof image === 'string' ? image : (image?.url ?? image?.imageUrl ?? null)));

/** `imageUrl` is still as the platform wrote it: the client resolves and checks it. */
export const Item = z
  .object({
    id: Id,
    title: Text,
    description: Text,
    likeCount: Count,
    commentCount: Count,
    createdAt: Moment,
    user: User,
    image: Image,
    imageUrl: z.string().nullish().catch(null),
    isLiked: z.boolean().nullish().catch(null),
  })
  .transform(
    ({ image, imageUrl, isLiked, ...item }): GalleryItem => ({
      ...item,
      imageUrl: image ?? imageUrl ?? null,
      isLiked: isLiked ?? null,
    }),
  );

const Comment = z
  .object({ id: Id, content: Text, createdAt: Moment, user: User })
  .transform((comment): GalleryComment => comment);

/*
 * A page with one unreadable entry is refused as a whole: reading back must never take "not among what I could read"
 * for "not there".
 */
export const ItemsAnswer = z.object({ items: z.array(Item).max(MAX_PER_PAGE) }).transform((page) => page.items);
export const ItemAnswer = z.object({ item: Item }).transform((answer) => answer.item);
export const CommentsAnswer = z
  .object({ comments: z.array(Comment).max(MAX_PER_PAGE) })
  .transform((page) => page.comments);
export const PostAnswer = z.object({ showcaseItem: z.object({ id: Id }) }).transform((answer) => answer.showcaseItem);
export const CommentAnswer = z.object({ comment: z.object({ id: Id }) }).transform((answer) => answer.comment);
export const LikeAnswer = z
  .object({ success: z.literal(true).optional(), liked: z.boolean(), likeCount: Count })
  .transform(({ liked, likeCount }) => ({ liked, likeCount }));
export const InviteAnswer = z
  .object({ id: Id, created: z.boolean().nullish() })
  .transform(({ id, created }) => ({ id, created: created ?? true }));
/** The status alone answers a deletion. */
export const DeleteAnswer = z.unknown().transform(() => ({ found: true }));

const UsageEvent = z.object({
  provider: z.string().max(100),
  model: z.string().max(100).nullish(),
  operation: z.string().max(100).nullish(),
  imageWidth: z.number().nullish(),
  imageHeight: z.number().nullish(),
  imageCount: z.number().nonnegative().max(100).nullish(),
  quality: z.string().max(50).nullish(),
});
export type UsageEvent = z.infer<typeof UsageEvent>;

/** The last image is the finished one: intermediates are listed before it. */
export const ExecuteAnswer = z.object({
  status: z.literal('completed'),
  imageIds: z
    .array(z.union([z.string().max(200), z.number()]).transform(String))
    .max(100)
    .nullish(),
  imageUrls: z.array(z.string()).min(1).max(100),
  usageEvents: z.array(UsageEvent).max(100).nullish().catch(null),
});
export type ExecuteAnswer = z.infer<typeof ExecuteAnswer>;
