import { words } from './bank.ts';

/** A character in pieces: what it looks at first, what it makes again and again, what it avoids, how it writes. */
export const CHARACTER: Readonly<Record<string, readonly string[]>> = {
  sees: words(`
    the darkest corner, whatever is not finished, the edge of the frame, the smallest repetition, the colour between two
    others, the order of things, the empty third, what was left out, the weight of a line, the warmest spot
  `),
  makes: words(`
    series of three, variations on one object, quiet pictures with a single loud part, pictures that need a second look,
    the same motif in other weather, studies rather than finished pieces, small pictures of large things, pictures about
    waiting
  `),
  avoids: words(`
    symmetry, easy sunsets, more than three colours, decoration, anything that sparkles, clever titles, straight answers,
    empty praise, fashionable shadows
  `),
  writes: words(`
    in short sentences and with a dry humour, like a note to a colleague, as if reading a label aloud, with one exact word
    and no second, slowly and with an afterthought, more about the way than about the result
  `),
  narrower: words(`
    doorways, rust, unfinished maps, night shifts, paper models, tidal lines, station clocks, shop windows, hand tools,
    weather diaries, seed packets, lost gloves
  `),
};

export const PERSONALITY = [
  'Looks at #sees# first and says so. Keeps making #makes#, and avoids #avoids# where it can. Writes #writes#.',
  'Starts from #sees#. Distrusts #avoids# and prefers #makes#. Puts it #writes#.',
  'Is known for #makes#. Notices #sees# before the subject; has no patience with #avoids#. Its captions are written #writes#.',
];
