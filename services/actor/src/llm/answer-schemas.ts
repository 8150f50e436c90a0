import { z } from 'zod';

/**
 * What the model is asked for. Lengths and sentences are not in the schema (providers differ in what they support) but
 * checked afterwards, where a breach becomes a verdict instead of an unreadable answer.
 */
export const PostAnswer = z.strictObject({ imagePrompt: z.string(), title: z.string(), caption: z.string() });
export type PostAnswer = z.infer<typeof PostAnswer>;

export const CommentAnswer = z.strictObject({ index: z.number().int().nullable(), text: z.string().nullable() });
export type CommentAnswer = z.infer<typeof CommentAnswer>;

/** Posts written ahead: fewer than asked for are welcome, more are cut off. */
export const PostsAnswer = z.strictObject({ posts: z.array(PostAnswer).min(1).max(50) });

export const CharacterAnswer = z.strictObject({ personality: z.string(), interests: z.array(z.string()).max(50) });

const formatOf = (name: string, schema: z.ZodType) => {
  const { $schema: _, ...json } = z.toJSONSchema(schema);
  // `int()` puts the bounds of a double into the schema, which strict mode does not know.
  const plain = JSON.parse(JSON.stringify(json), (key, value) =>
    key === 'minimum' || key === 'maximum' ? undefined : value,
  ) as Record<string, unknown>;
  return { type: 'json_schema', json_schema: { name, strict: true, schema: plain } } as const;
};

export const RESPONSE_FORMATS = {
  post: formatOf('post', PostAnswer),
  comment: formatOf('comment', CommentAnswer),
} as const;

export const CHARACTER_FORMAT = formatOf(
  'character',
  z.strictObject({ personality: z.string(), interests: z.array(z.string()).min(3).max(6) }),
);

export const postsFormat = (count: number) =>
  formatOf('posts', z.strictObject({ posts: z.array(PostAnswer).min(count).max(count) }));
