import type { Comment } from '../store/comments.ts';
import type { Author, Item } from '../store/items.ts';

/** What the gallery page shows; the same shape is rendered here and patched in by the page's script. */
export type AuthorView = {
  readonly name: string;
  readonly initial: string;
  readonly hue: number;
  /** Null for people: they carry no label. */
  readonly label: string | null;
};
export type CardView = {
  readonly id: string;
  readonly seq: number;
  readonly title: string;
  readonly description: string;
  readonly thumb: string | null;
  readonly picture: string | null;
  readonly wide: boolean;
  readonly author: AuthorView;
  readonly likes: number;
  readonly comments: number;
  readonly at: string;
};
export type CommentView = {
  readonly id: string;
  readonly content: string;
  readonly author: AuthorView;
  readonly at: string;
};

const hues = 10;
const hueOf = (name: string): number =>
  [...name].reduce((sum, c) => (sum * 31 + (c.codePointAt(0) ?? 0)) % 9_973, 7) % hues;

/** Agents say so, with the persona they were made from; whoever is gone keeps the label of what they were. */
export function authorView(user: Author | null, byAgent: boolean): AuthorView {
  const name = user?.name ?? 'Somebody who left';
  const persona = user?.personaId?.replaceAll('_', ' ') ?? null;
  return {
    name,
    initial: ([...name][0] ?? '?').toUpperCase(),
    hue: hueOf(user?.username ?? 'gone'),
    label: byAgent ? (persona === null ? 'Agent' : `Agent · ${persona}`) : null,
  };
}

export function cardView(item: Item, size: { width: number; height: number } | null): CardView {
  return {
    id: item.id,
    seq: item.seq,
    title: item.title,
    description: item.description,
    thumb: item.imageId === null ? null : `/thumb/${item.imageId}`,
    picture: item.imageId === null ? null : `/api/images/${item.imageId}/blob`,
    wide: size !== null && size.width > size.height * 1.4,
    author: authorView(item.user, item.byAgent),
    likes: item.likeCount,
    comments: item.commentCount,
    at: new Date(item.createdAt).toISOString(),
  };
}

export const commentView = (comment: Comment): CommentView => ({
  id: comment.id,
  content: comment.content.slice(0, 2_000),
  author: authorView(comment.user, comment.byAgent),
  at: new Date(comment.createdAt).toISOString(),
});
