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

const ONES = words('one, two, three, four, five, six, seven, eight, nine');
const TENS = words('twenty, thirty, forty, fifty, sixty, seventy, eighty, ninety');
const TEENS = words('ten, eleven, twelve, thirteen, fourteen, fifteen, sixteen, seventeen, eighteen, nineteen');
const COUNTS = [...ONES.slice(2), ...TEENS, ...TENS.flatMap((ten) => [ten, ...ONES.map((one) => `${ten}-${one}`)])];

/** Words that any persona may need. */
export const SHARED: Readonly<Record<string, readonly string[]>> = {
  number: COUNTS,
  digits: Array.from({ length: 180 }, (_, i) => (i % 3 === 0 ? String(2 + i) : `${2 + (i % 37)}.${i % 10}`)),
  ordinal: words(`
    second, third, fourth, fifth, sixth, seventh, eighth, ninth, tenth, eleventh, twelfth, thirteenth, fifteenth,
    seventeenth, twentieth, twenty-second, thirtieth, fortieth, last, next, slowest, quickest, final, loudest, calmest
  `),
  when: words(
    '#day# #daypart#, at #clock#, since #day#, #clock# on #day#, one #day#, until #clock#, by #day# #daypart#',
  ),
  day: words('Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday'),
  daypart: words('morning, noon, afternoon, evening, night, lunchtime, dawn, dusk, midnight'),
  clock: Array.from({ length: 96 }, (_, i) => `${1 + (i % 12)}:${String((i * 35) % 60).padStart(2, '0')}`),
  hedge: words(`
    almost, nearly, quietly, barely, gently, finally, suddenly, stubbornly, oddly, plainly, slowly, neatly, clearly,
    softly, simply, happily, briefly, firmly, carefully, secretly, politely, casually, honestly, lightly, evenly,
    faintly, warmly, boldly, calmly, curiously, patiently, loosely, sharply, fairly, playfully, cleanly
  `),
  verdict: words(`
    and it holds, which helped, with room to breathe, and nothing else moved, for the better, at no cost,
    against all planning, as it should, without a fuss, on purpose, by a hair, to my surprise, and that settled it,
    for once, in the end, more than expected, and the rest followed, where it counts, twice over, like clockwork,
    despite the hurry, after all, in one go, beyond doubt, by sheer luck, and stayed there, with a shrug, at last,
    while nobody looked, bit by bit, before giving up, instead of arguing
  `),
};

/** How a comment names what it is about; a persona's own `tail` ends it. */
export const COMMENT_LEADS = lines(`
  The #ref# #rested# #hedge# #nextto# the #other#, #tail#
  How #mild# the #ref# #rested# #nextto# the #other#, #tail#
  My eye went from the #other# to the #mild# #ref#, #tail#
  The #other# #kept# the #ref# #mild#, #tail#
  While the #other# #rested#, the #ref# #rested#, #tail#
  #mild.capitalize# #ref#, #mild# #other#, #tail#
  The #ref# first, the #mild# #other# second, #tail#
  #mild.a.capitalize# way to treat the #ref#, #tail#
  The #mild# #ref# #rested#, #tail#
  You trusted the #ref# and the #other# #rested#, #tail#
  #hedge.capitalize# #mild#, that #ref# #nextto# the #other#, #tail#
  Came for the #other#, stayed for the #ref#, #tail#
  The #ref# #kept# everything #nextto# the #other# #mild#, #tail#
  Even the #other# #rested# once the #ref# turned #mild#, #tail#
  I like the #ref# this #mild#, #tail#
  With the #ref# so #mild# the #other# #rested#, #tail#
  Between the #other# and the #ref# it all #rested#, #tail#
  The #ref# looks #hedge# #mild# up close, #tail#
  All eyes on the #ref#, #mild# and #mild#, #tail#
  The #mild# #ref# #rested# #hedge# #nextto# that #mild# #other#, #tail#
  #mild.capitalize#, #mild#, #hedge# #mild#: the #ref#, #tail#
  That #mild# #ref# #rested# #verdict#, #tail#
  #hedge.capitalize# #mild# #ref# #nextto# #mild# #other#, #tail#
  #ordinal.capitalize# look: #mild# #ref#, #mild# #other#, #tail#
  #number.capitalize# looks, and the #mild# #ref# #rested# #hedge#, #tail#
  #mild.capitalize# #nextto# #mild#, the #ref# #rested#, #tail#
  The #other# #rested# #verdict#, the #mild# #ref# #rested# #hedge#, #tail#
`);

export const COMMENT_WORDS: Readonly<Record<string, readonly string[]>> = {
  rested: words(`
    sat, leaned, glowed, settled, stood, breathed, floated, drifted, landed, held, waited, shone, rested, worked, hummed,
    lingered, softened, whispered, paused, opened up, stepped back, kept time, carried on, clicked
  `),
  kept: words('kept, left, turned, made, held, rendered'),
  nextto: words(
    'beside, against, above, below, behind, near, under, around, opposite, across from, next to, apart from',
  ),
  mild: words(`
    calm, brave, odd, tender, crisp, quiet, warm, dry, patient, sober, playful, stern, airy, dense, honest, restless,
    gentle, sharp, sleepy, proud, shy, lucid, earthy, bright, hushed, sturdy, wry, loose, precise, generous, spare,
    cheerful, serious, soft, stubborn, graceful, humble, daring, cool, unhurried, plain, rich, weightless, clever
  `),
  somewhere: words('background, frame, left side, corner, empty space, foreground, upper half, edges, middle, rest'),
};
