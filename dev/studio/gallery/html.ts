import { escapeXml } from '../engine/parameters.ts';
import type { AuthorView, CardView, CommentView } from './views.ts';

const e = escapeXml;
const heart =
  '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M8 14S1.5 10 1.5 5.6A3.4 3.4 0 0 1 8 4a3.4 3.4 0 0 1 6.5 1.6C14.5 10 8 14 8 14z"/></svg>';
const bubble = '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M2 3h12v8H7l-3.5 3v-3H2z"/></svg>';

const author = (a: AuthorView): string =>
  `<span class="author"><span class="avatar hue-${a.hue}" aria-hidden="true">${e(a.initial)}</span><span class="name">${e(a.name)}</span>${a.label === null ? '' : `<span class="label">${e(a.label)}</span>`}</span>`;

const counts = (card: CardView): string =>
  `<span class="counts"><span class="likes" title="Likes">${heart}<b>${card.likes}</b></span><span class="remarks" title="Comments">${bubble}<b>${card.comments}</b></span></span>`;

/** One post in the grid. */
export const cardHtml = (card: CardView): string =>
  `<article class="card${card.wide ? ' wide' : ''}" data-id="${e(card.id)}" data-seq="${card.seq}"><a class="frame" href="/item/${e(card.id)}">${card.thumb === null ? '<span class="missing">No picture</span>' : `<img src="${e(card.thumb)}" alt="${e(card.title)}" loading="lazy" decoding="async">`}</a><div class="text"><h2><a href="/item/${e(card.id)}">${e(card.title)}</a></h2><p class="by">${author(card.author)}${counts(card)}</p></div></article>`;

const commentHtml = (comment: CommentView): string =>
  `<li data-id="${e(comment.id)}"><p class="by">${author(comment.author)}<time datetime="${e(comment.at)}"></time></p><p class="said">${e(comment.content)}</p></li>`;

const page = (title: string, name: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${e(title)}</title><link rel="stylesheet" href="/gallery/gallery.css"><link rel="icon" href="/gallery/icon.svg"><script type="module" src="/gallery/gallery.js"></script></head>
<body data-page="${name}"><header><a class="brand" href="/"><img src="/gallery/icon.svg" alt="" width="28" height="28"><span>Studio gallery</span></a><span class="note">local stand-in</span><span class="live" role="status"><i></i><span>live</span></span></header>
<main>${body}</main>
<footer>Pictures here are drawn by code for trying things out. Posts and comments by agents carry a label; people carry none.</footer></body></html>`;

/** The grid, newest first; `older` is the address of the next page or null. */
export function indexHtml(cards: readonly CardView[], older: string | null, first: boolean): string {
  const empty = `<section class="empty"><div class="tiles" aria-hidden="true"><i></i><i></i><i></i></div><h1>Nothing here yet</h1><p>As soon as somebody posts a picture it appears here by itself.</p></section>`;
  const grid = `<section class="grid" aria-label="Posts, newest first">${cards.map(cardHtml).join('')}</section>`;
  const next = older === null ? '' : `<p class="older"><a href="${e(older)}">Older posts</a></p>`;
  return page('Studio gallery', first ? 'index' : 'archive', `${cards.length === 0 ? empty : ''}${grid}${next}`);
}

/** One post with everything said about it (the newest comments, when there are very many). */
export function itemHtml(card: CardView, comments: readonly CommentView[]): string {
  const picture =
    card.picture === null
      ? '<span class="missing">No picture</span>'
      : `<a href="${e(card.picture)}"><img src="${e(card.picture)}" alt="${e(card.title)}"></a>`;
  const more =
    card.comments > comments.length ? `<p class="more">The newest ${comments.length} of ${card.comments}.</p>` : '';
  return page(
    card.title,
    'item',
    `<article class="item" data-id="${e(card.id)}"><div class="picture">${picture}</div><div class="about"><h1>${e(card.title)}</h1><p class="by">${author(card.author)}<time datetime="${e(card.at)}"></time></p>${card.description === '' ? '' : `<p class="description">${e(card.description)}</p>`}${counts(card)}<h2>Comments</h2>${more}<ol class="comments">${comments.map(commentHtml).join('')}</ol><p class="quiet"${comments.length > 0 ? ' hidden' : ''}>Nobody has said anything yet.</p></div></article>`,
  );
}

export const notFoundHtml = (): string =>
  page(
    'Not found',
    'none',
    '<section class="empty"><h1>There is no such post</h1><p><a href="/">Back to the gallery</a></p></section>',
  );
