/** Keeps an open page fresh: new posts slide in, counts and comments follow. Texts are set as text, never as markup. */
const everyMs = 4000;
const mostCards = 240;

const ago = (iso) => {
  const seconds = Math.max(0, (Date.now() - Date.parse(iso)) / 1000);
  if (seconds < 60) return 'just now';
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  return new Date(iso).toLocaleDateString();
};
const tellTimes = () => {
  for (const time of document.querySelectorAll('time')) time.textContent = ago(time.dateTime);
};

const element = (tag, className, text) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
};

const authorElement = (author) => {
  const by = element('span', 'author');
  by.append(element('span', `avatar hue-${Number(author.hue)}`, author.initial), element('span', 'name', author.name));
  if (author.label !== null) by.append(element('span', 'label', author.label));
  return by;
};

const icons = {
  likes: 'M8 14S1.5 10 1.5 5.6A3.4 3.4 0 0 1 8 4a3.4 3.4 0 0 1 6.5 1.6C14.5 10 8 14 8 14z',
  remarks: 'M2 3h12v8H7l-3.5 3v-3H2z',
};
const countElement = (kind, value) => {
  const count = element('span', kind);
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', icons[kind]);
  svg.append(path);
  count.append(svg, element('b', '', String(value)));
  return count;
};

const cardElement = (card) => {
  const article = element('article', `card arriving${card.wide ? ' wide' : ''}`);
  article.dataset.id = card.id;
  const address = `/item/${encodeURIComponent(card.id)}`;
  const frame = element('a', 'frame');
  frame.href = address;
  if (card.thumb === null) {
    frame.append(element('span', 'missing', 'No picture'));
  } else {
    const image = element('img');
    image.alt = card.title;
    image.loading = 'lazy';
    image.src = card.thumb;
    frame.append(image);
  }
  const title = element('h2');
  const link = element('a', '', card.title);
  link.href = address;
  title.append(link);
  const by = element('p', 'by');
  const counts = element('span', 'counts');
  counts.append(countElement('likes', card.likes), countElement('remarks', card.comments));
  by.append(authorElement(card.author), counts);
  const text = element('div', 'text');
  text.append(title, by);
  article.append(frame, text);
  return article;
};

const setCount = (within, kind, value) => {
  const shown = within.querySelector(`.${kind} b`);
  if (shown === null || shown.textContent === String(value)) return;
  shown.textContent = String(value);
  const badge = shown.parentElement;
  badge.classList.remove('changed');
  requestAnimationFrame(() => badge.classList.add('changed'));
};

const refreshIndex = async () => {
  const { cards } = await (await fetch('/gallery/recent')).json();
  const grid = document.querySelector('.grid');
  for (const card of cards.toReversed()) {
    const standing = grid.querySelector(`[data-id="${CSS.escape(card.id)}"]`);
    if (standing === null) grid.prepend(cardElement(card));
    else {
      setCount(standing, 'likes', card.likes);
      setCount(standing, 'remarks', card.comments);
    }
  }
  while (grid.children.length > mostCards) grid.lastElementChild.remove();
  if (cards.length > 0) document.querySelector('.empty')?.remove();
};

const refreshItem = async () => {
  const item = document.querySelector('.item');
  const { card, comments } = await (await fetch(`/gallery/item/${encodeURIComponent(item.dataset.id)}`)).json();
  setCount(item, 'likes', card.likes);
  setCount(item, 'remarks', card.comments);
  const list = item.querySelector('.comments');
  for (const comment of comments) {
    if (list.querySelector(`[data-id="${CSS.escape(comment.id)}"]`) !== null) continue;
    const entry = element('li', 'arriving');
    entry.dataset.id = comment.id;
    const by = element('p', 'by');
    const time = element('time');
    time.dateTime = comment.at;
    by.append(authorElement(comment.author), time);
    entry.append(by, element('p', 'said', comment.content));
    list.append(entry);
  }
  item.querySelector('.quiet').hidden = list.children.length > 0;
};

const refresh = { index: refreshIndex, item: refreshItem }[document.body.dataset.page];
const live = document.querySelector('.live');
const loop = async () => {
  if (!document.hidden) {
    try {
      await refresh();
      live.classList.remove('lost');
      live.lastElementChild.textContent = 'live';
    } catch {
      live.classList.add('lost');
      live.lastElementChild.textContent = 'waiting for the Studio';
    }
    tellTimes();
  }
  setTimeout(loop, everyMs);
};
tellTimes();
if (refresh === undefined) live.hidden = true;
else setTimeout(loop, everyMs);
