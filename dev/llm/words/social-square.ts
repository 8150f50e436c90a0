import { type Bank, lines, words } from './bank.ts';

export const socialSquare: Bank = {
  scene: ['subject', 'material', 'setting', 'colour', 'accent', 'shape', 'mood', 'prop'],
  words: {
    subject: words(`
      iced latte, stack of pancakes, vinyl record, rooftop picnic, bicycle basket, bouquet, beach towel, sneaker drop,
      farmers' market haul, candle launch, ramen bowl, gallery opening, house plant, cinema ticket, skateboard, donut box,
      summer playlist, pop-up shop, ceramic class, lemonade stand, reading corner, night market, paper lantern, tote bag,
      swim club, taco platter, book swap, flea market find, morning stretch, film camera, gift wrap, bakery window,
      garden party, ferry ride, studio tour, melon slice, kite day, coffee cart, zine fair, roller skate, neon sign,
      jam session, street mural, matcha whisk, balloon arch, sticker sheet, postcard set, lunch box
    `),
    material: words(`
      grainy film, cut paper, risograph ink, glossy vinyl, torn collage, halftone dots, soft gradients, crayon scribble,
      bold type blocks, chrome lettering, washed cotton, holographic foil, felt cut-outs, marker strokes, polaroid frames,
      checker tape, airbrush haze, gingham cloth, stamp texture, mesh gradient, confetti, cellophane, embroidered patches
    `),
    setting: words(`
      a tiled wall, a striped awning, a sunny stoop, a diner booth, a painted garage door, an empty pool, a laundromat,
      a corner kiosk, a tennis court, a tram window, a picnic blanket, a stairwell, a pier, a greenhouse, a parking roof,
      a phone booth, a bus shelter, a barber's mirror, a courtyard, a bowling lane, a balcony rail, a record shop
    `),
    shape: words(`
      one big circle, a diagonal split, a three-by-three grid, a fat border, stacked arches, a zigzag band, two halves,
      a sticker burst, a wavy frame, a corner fold, a spiral, a checkerboard, a speech bubble, a sunburst, loose dots, a ticket edge
    `),
    mood: words(`
      sunny, loud, playful, nostalgic, breezy, cheeky, golden, crisp, electric, mellow, sugary, punchy, laid-back, fizzy, dreamy, bold
    `),
    prop: words(`
      a paper straw, cherry stems, a disco ball, two dice, a lemon wedge, a bunch of keys, heart-shaped shades, a cassette,
      a yo-yo, bubble gum, a beach ball, a matchbook, a hand fan, a water pistol, bottle caps, a friendship bracelet
    `),
    slot: words(`
      the first slide, the cover, slide two, the story crop, the last card, the header, the thumbnail, the reel cover,
      the pinned post, the carousel, the teaser, the countdown, the swipe, the sticker layer, the recap
    `),
    stat: words(`
      saves, replies, shares, swipes, pauses, profile taps, re-watches, screenshots, votes, forwards
    `),
    change: words(`
      cropped, flipped, brightened, stacked, trimmed, enlarged, looped, muted, tilted, layered, repeated, recoloured,
      split, framed, blurred, pinned
    `),
    rule: words(`
      one idea per square, faces off, type last, thumb height first, colour before copy, three words at most,
      no filler slides, contrast over clutter, the hook up top, space on the left, big then tiny, odd numbers only
    `),
  },
  imagePrompt: lines(`
    Social post square with #subject.a#, at #setting#, #shape#, styled in #material#, #colour# and #accent# palette, #prop# in the corner, #mood# mood
    Social post square, #mood# scene of #subject.a# before #setting#, #material# texture, #shape# composition, palette of #colour# with #accent#, #prop#
    Social post square for #subject.a#, #shape# in #colour# on #accent#, #material#, #prop# at the edge, #setting# behind, #mood# feed style
  `),
  title: lines(`
    #mood.capitalize# #subject#
    #subject.capitalize# at #setting#
    #subject.capitalize#, #shape#
    #colour.capitalize# #subject#
    #subject.capitalize# meets #prop#
    #material.capitalize# for #subject.a#
    #mood.capitalize# #setting#, #accent#
    #subject.capitalize# in #material#
  `),
  opening: lines(`
    #subject.capitalize#, #shape#, done: #slot# is #colour# now
    Put the #subject# on #slot# and #change# everything around it
    #mood.capitalize# #subject# energy, brought to you by #material# and #prop#
    #colour.capitalize# on #accent# makes #subject.a# #hedge# impossible to scroll past
    #setting.capitalize# plus #subject# plus #prop#: that is the brief
    We #change# the #subject#, added #shape#, and #slot# clicked #verdict#
    #material.capitalize# turns a plain #subject# into #slot#
    A #subject# needs #accent# the way #setting# needs #prop#
    This #subject# is #shape# all the way down, in #colour#
    Tested the #subject# #when#, #accent# won by #number# #stat#
    #rule.capitalize#: one #subject#, one #setting#, a lot of #colour#
    Same #subject#, new outfit: #material#, #shape#, #mood# lighting
    #prop.capitalize# steals the scene from the #subject# #verdict#
    #ordinal.capitalize# draft of the #subject# square, #hedge# #mood#, very #accent#
    #setting.capitalize# was free #when#, so the #subject# moved in
    #shape.capitalize# around #subject.a#, because #colour# deserves a stage
    The #subject# got #change# into #shape# and honestly the #material# loves it
    Mood board says #mood#, #subject# says #accent#, #setting# says yes
    Give the #subject# #material# and watch #colour# do the talking
    #number.capitalize# layouts later the #subject# sits on #setting#, #mood# as planned
  `),
  remark: lines(`
    #rule.capitalize#, always
    #slot.capitalize# gets #prop#, #slot# gets #accent#
    More #stat# than #stat# this time #verdict#
    #number.capitalize# versions #change#, #number# binned
    #slot.capitalize# #change# #when#
    Next up: #prop# and #shape#
    Swapped #prop# for #prop# and the #stat# doubled
    The #mood# one goes live #when#
    If #slot# works, #slot# follows
    We #change# the type #when#, then #change# it back
    Goal is #number# #stat#, hope is #number# more
    #prop.capitalize# stays, #rule#
    Everything else got #change#
    Safe zone checked on #slot#, twice
    #hedge.capitalize# less #mood#, #hedge# more #mood#, done
  `),
  comment: lines(`
    The #ref# belongs on #slot#, #tail#
    If the #ref# were #change# once more it would still stop the scroll, #tail#
    The #ref# did what #number# slides of copy cannot, #tail#
    I would save this for the #ref# alone, #tail#
    #rule.capitalize#, and the #ref# proved it here
    The #ref# read in half a second at #slot# size, #tail#
    Putting the #ref# first was #hedge# smart, #tail#
    The #ref# had more #mood# energy than any trend this week
    Crop it square and the #ref# would carry #slot# on its own
    The #ref# beat every #prop# I have seen used for this, #tail#
    Someone finally let the #ref# be #mood# without shouting
    The #ref# made me look for the swipe, #tail#
    A #mood# caption could not add a thing to the #ref#, #tail#
    More of the #ref# on #slot# and this becomes a series
    The #ref# earned its #stat#, #tail#
  `),
};
