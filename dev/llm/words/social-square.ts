import { type Bank, lines, words } from './bank.ts';

export const socialSquare: Bank = {
  scene: ['subject', 'material', 'setting', 'colour', 'accent', 'shape', 'mood', 'prop'],
  words: {
    rulethen: words(`
      before copy, over clutter, at thumb height, up top, on the left, in threes, without filler, by slide two, above
      the fold, or nothing, against the grid, for the last card, under four seconds, ahead of logos, in one glance,
      with room to tap
    `),
    rulefirst: words(`
      faces, colour, contrast, the hook, texture, negative space, motion, one word, odd numbers, the punchline,
      rhythm, warmth, scale, the product, a question, repetition, symmetry, humour
    `),
    propthing: words(`
      straw, cherry, disco ball, dice pair, lemon wedge, key ring, pair of shades, cassette, yo-yo, gumball, beach
      ball, matchbook, hand fan, water pistol, bottle cap, bracelet, pinwheel, whistle, sock, megaphone, crown,
      trophy, lollipop, dog tag
    `),
    propkind: words(`
      paper, plastic, glittery, mini, vintage, melting, neon, inflatable, wobbly, chrome, knitted, heart-shaped,
      squeaky, lucky, oversized, borrowed, sticky, tie-dye, foldable, see-through, fluffy
    `),
    shapeform: words(`
      circle, diagonal, grid, border, arch, zigzag, split, starburst, wave, corner fold, spiral, checkerboard, speech
      bubble, sunburst, dot field, ticket edge, staircase, ribbon, keyhole, ripple
    `),
    shapeway: words(`
      one big, a tilted, a fat, a double, a wobbly, a broken, a floating, an off-centre, a stretched, a cropped, a
      glowing, an oversized, a torn, a half-hidden, a spinning, a stacked
    `),
    settingspot: words(`
      wall, awning, stoop, diner booth, garage door, pool, laundromat, kiosk, tennis court, tram window, stairwell,
      pier, greenhouse, parking roof, phone booth, bus shelter, barbershop, courtyard, bowling lane, balcony, record
      shop, arcade, fountain, ticket hall, food truck
    `),
    settingkind: words(`
      tiled, striped, sunny, empty, painted, mirrored, foggy, windy, crowded, pastel, rain-soaked, echoing, half-lit,
      tropical, narrow, borrowed, graffitied, sleepy, checkered, glittering, leafy, brutalist
    `),
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
      #settingkind.a# #settingspot#
    `),
    shape: words(`
      #shapeway# #shapeform#
    `),
    mood: words(`
      sunny, loud, playful, nostalgic, breezy, cheeky, golden, crisp, electric, mellow, sugary, punchy, laid-back, fizzy, dreamy, bold
    `),
    prop: words(`
      #propkind.a# #propthing#
    `),
    slot: words(`
      the first slide, the cover, slide two, the story crop, the last card, the header, the thumbnail, the reel cover,
      the pinned post, the carousel, the teaser, the countdown, the swipe, the sticker layer, the recap, the banner,
      slide five, the end frame, the loop, the preview, the B-side
    `),
    stat: words(`
      saves, replies, shares, swipes, pauses, profile taps, re-watches, screenshots, votes, forwards, remixes,
      stickers, duets, bookmarks, poll answers, sound-ons, rewinds, new faces
    `),
    change: words(`
      cropped, flipped, brightened, stacked, trimmed, enlarged, looped, muted, tilted, layered, repeated, recoloured,
      split, framed, blurred, pinned
    `),
    rule: words(`
      #rulefirst# #rulethen#
    `),
  },
  imagePrompt: lines(`
    Social post square with #subject.a#, at #setting#, #shape#, styled in #material#, #colour# and #accent# palette, #prop# in the corner, #mood# mood
    Social post square, #mood# scene of #subject.a# before #setting#, #material#, composition of #shape#, palette of #colour# with #accent#, #prop#
    Social post square for #subject.a#, #shape# in #colour# on #accent#, #material#, #prop# at the edge, #setting# behind, #mood# feed style
  `),
  title: lines(`
    #mood.capitalize# #subject#
    #subject.capitalize# at #setting#
    #subject.capitalize#, #shape#
    #colour.capitalize# #subject#
    #subject.capitalize# meets #prop#
    #material.capitalize# for #subject.a#
    #mood.capitalize# #settingspot#, #accent#
    #subject.capitalize# in #material#
  `),
  opening: lines(`
    #subject.capitalize#, #shape#, done: #slot# is #colour# now
    Put the #subject# on #slot# and #change# everything around it
    #colour.capitalize# on #accent# makes #subject.a# #hedge# unskippable, #rule#
    #setting.capitalize# plus #subject# plus #prop#: that is the brief
    #change.capitalize# the #subject#, added #shape#, and #slot# clicked #verdict#
    #subject.a.capitalize# needs #accent# the way #setting# needs #prop#
    This #subject# is #shape# all the way down, in #colour#
    #rule.capitalize#: #subject.a#, #setting#, a lot of #colour#
    Same #subject#, new outfit: #material#, #shape#, #mood# lighting
    #prop.capitalize# steals the scene from the #subject# #verdict#
    #ordinal.capitalize# draft of the #subject# square, #hedge# #mood#, very #accent#
    #setting.capitalize# was free #when#, so the #subject# moved in
    #shape.capitalize# around #subject.a#, because #colour# deserves a stage
    The #subject# got #change# into #shape# and honestly the #material# loves it
    Mood board says #mood#, #subject# says #accent#, #setting# says yes
    Give the #subject# #material# and watch #colour# do the talking
    #number.capitalize# layouts later the #subject# sits on #setting#, #mood# as planned
    #mood.capitalize# #subject#, #settingkind# #settingspot#, #propkind# #propthing#
    #shape.capitalize#, #material#, #subject# #when#
    #subject.capitalize# #hedge# #change#: #colour#, #accent#, #shape#
    #propkind.capitalize# #propthing# plus #mood# #subject#, #verdict#
    #settingkind.capitalize# #settingspot# #when#, #subject# #change#, #accent# everywhere
    #material.capitalize# #subject#, #mood# #settingspot#, #number# #stat# already
    #change.capitalize#, #change#, #change#: #subject# on #colour#
    #colour.capitalize# #subject#, #accent# #propthing#, #rule#
    #subject.capitalize# #when# looks #hedge# #mood# against #accent#
    #number.capitalize# #propkind# ideas, one #mood# #subject#, #material# #verdict#
  `),
  remark: lines(`
    #rule.capitalize#, always
    #slot.capitalize# gets #prop#, #slot# gets #accent#
    More #stat# than #stat# this time #verdict#
    #number.capitalize# versions #change#, #number# binned
    #slot.capitalize# #change# #when#
    Next up: #prop# and #shape#
    Swapped #propkind.a# #propthing# for #prop# and the #stat# doubled
    The #mood# one goes live #when#
    If #slot# works, #slot# follows
    We #change# the type #when#, then #change# it back
    #prop.capitalize# stays, #rule#
    Everything else got #change#
    Safe zone checked on #slot#, twice
    #hedge.capitalize# less #stat#, #hedge# more #mood#, done
    #number.capitalize# #stat#, #number# #stat#
    #hedge.capitalize# #change# #slot#, #hedge# #change# #slot#
    #rulefirst.capitalize# #rulethen#, #rulefirst# #rulethen#
    #propkind.capitalize# #propthing# #change# #when#
    #change.capitalize# #slot#, #mood# #slot#, #number# #stat#
    #shape.capitalize# #change# #slot# #verdict#
    #slot.capitalize# #hedge# beats #slot#
    #settingkind.capitalize# #settingspot# next #daypart#
  `),
  comment: lines(`
    pure #mood# #slot# material #verdict#
    worth #number# #stat# before #daypart#
    and #slot# wants it #hedge# #change#
    like #propkind.a# #propthing# at #settingkind.a# #settingspot#
    #rulefirst# #rulethen#, exactly so
    so #mood# that #slot# can stay #change#
    more #stat# than any #propkind# #propthing#
    with #shape# it becomes #slot#
    which #settingkind# #settingspot# people will screenshot
    and the #mood# #stat# will follow #verdict#
    #mood.a# answer to #rulefirst# #rulethen#
    #hedge# #change#, never #change#
    as #mood# as #settingkind.a# #settingspot# #when#
    so pin it next to #propkind.a# #propthing#
    my #ordinal# save #when#, #hedge# earned
    just keep #slot# this #mood#
  `),
};
