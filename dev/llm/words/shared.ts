import { lines, words } from './bank.ts';

/** Colours end in a plain name, which is what a drawing goes by. */
export const COLOURS = words(`
  ochre yellow, mustard yellow, lemon yellow, butter yellow, saffron yellow, straw yellow, canary yellow, honey yellow,
  slate blue, cobalt blue, powder blue, ink blue, teal blue, steel blue, midnight blue, cornflower blue, glacier blue,
  petrol blue, denim blue, ice blue, celadon green, moss green, olive green, fern green, bottle green, sage green,
  pistachio green, lichen green, jade green, mint green, pine green, seaweed green, brick red, coral red, cherry red,
  rust red, oxblood red, tomato red, madder red, poppy red, clay orange, tangerine orange, apricot orange, ember orange,
  pumpkin orange, copper orange, plum purple, mauve purple, lilac purple, aubergine purple, wisteria purple, fig purple,
  heather purple, blush pink, salmon pink, rose pink, peony pink, shrimp pink, dusty pink, rhubarb pink, walnut brown,
  chestnut brown, tobacco brown, cinnamon brown, umber brown, caramel brown, coffee brown, charcoal grey, ash grey,
  dove grey, pewter grey, fog grey, graphite grey, pebble grey, oat white, chalk white, bone white, pearl white,
  paper white, milk white, soot black, raven black, ink black, tar black
`);

/** Words that any persona may need. */
export const SHARED: Readonly<Record<string, readonly string[]>> = {
  number: words(`
    three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen, fifteen, sixteen, seventeen,
    nineteen, twenty-one, twenty-two, twenty-six, thirty, thirty-one, thirty-eight, forty, forty-four, fifty-two, sixty
  `),
  ordinal: words(`
    second, third, fourth, fifth, sixth, seventh, eighth, ninth, tenth, eleventh, twelfth, thirteenth, fifteenth,
    seventeenth, twentieth, twenty-second, thirtieth, fortieth
  `),
  when: words(`
    before breakfast, around noon, late on Monday, early on Tuesday, by Wednesday, on Thursday night, over the weekend,
    during a storm, between two meetings, after midnight, at first light, in the blue hour, last evening, this morning,
    since Sunday, near closing time, on a slow Friday, in one long sitting, under a grey sky, as the rain stopped,
    halfway through April, at the end of a series, on the hottest day, within an hour
  `),
  hedge: words(`
    almost, nearly, quietly, barely, gently, finally, suddenly, stubbornly, oddly, plainly, slowly, neatly, clearly,
    softly, simply, happily, briefly, firmly
  `),
  verdict: words(`
    and it holds, which helped, with room to breathe, and nothing else moved, for the better, at no cost,
    against all planning, as it should, without a fuss, on purpose, by a hair, to my surprise, and that settled it,
    for once, in the end, more than expected, and the rest followed, where it counts
  `),
};

/** How a comment begins or ends when nothing special is said. */
export const COMMENT_TAILS = lines(`
  and #number# looks later it still holds
  which is #hedge# braver than it seems
  and I keep returning to that corner
  even at thumbnail size
  and the rest of the frame agrees
  which I would have missed entirely
  and that is the whole trick
  because nothing competes with it
  and it stays with you
  more than any effect could
  which makes the quiet parts work
  and I am noting that for #when#
  as if it had always been there
  so the eye lands #hedge#
  and it earns the space it takes
  which few pictures dare
`);
