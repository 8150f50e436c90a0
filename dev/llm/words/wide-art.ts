import { type Bank, lines, words } from './bank.ts';

export const wideArt: Bank = {
  scene: ['subject', 'material', 'place', 'colour', 'accent', 'weather', 'event', 'mood'],
  words: {
    part: words(`
      horizon, left edge, shadow, surface, centre, seam, reflection, silence, upper third, fold, threshold, distance,
      undertow, glow, skin, lower corner, vanishing point, echo, margin, dark half, hem, afterimage
    `),
    dreamhow: words(`
      I never rented, made of crumbs, at the seabed, in braille, behind the wallpaper, from nobody, that sings, full
      of weather, on the wrong side, nobody finished, with one extra door, older than salt, under the tongue, spelled
      backwards, without an owner, that owes me rain, made of static, on loan, kept in a drawer, shaped like sleep
    `),
    dreamwhat: words(`
      a house, a train, an apology, a lake, a map, a postcard, a season, a museum, a moon, a number, a throne, a
      school, a language, a staircase, a name, a tooth, a violin, a rumour, a coat, a window
    `),
    weatherthing: words(`
      fog, lightning, petals, moonrise, ash, dawn, snow, eclipse, rain, storm, aurora, wind, noon, thunder, frost,
      starfall, haze, hail
    `),
    weatherkind: words(`
      violet, slow, falling, magnetic, copper, sideways, unhurried, low, milky, backward, velvet, electric, ancient,
      borrowed, hollow, tidal, green, sleeping
    `),
    eventhow: words(`
      from the left, along the middle, without a sound, like a letter, out of scale, before our eyes, into its shadow,
      one hour early, under its own weight, against the tide, towards nobody, in slow circles, below the horizon, in
      another language, at the wrong end, behind the sky, for the last time, through a keyhole, inside a bell, over
      breakfast
    `),
    eventdoes: words(`
      dissolves, unfolds, hatches, hums, drifts, kneels, leaks music, sheds light, forgets itself, opens, multiplies,
      turns around, learns to swim, weeps, blossoms, sinks, rehearses, burns, evaporates, wakes
    `),
    placestuff: words(`
      pianos, thresholds, paper, clouds, stars, echoes, teeth, letters, ropes, petals, clocks, names, glass, feathers,
      bells, shadows, chairs, tides, maps, candles, snow, keys
    `),
    placespot: words(`
      desert, harbour, ballroom, airport, corridor, valley, horizon, station, canal, meadow, archive, well, attic,
      beach, plain, stadium, orchard, ravine, chapel, rooftop, delta
    `),
    placekind: words(`
      flooded, upside-down, folded, endless, hollow, forgotten, breathing, drained, tilted, borrowed, unfinished,
      moonless, trembling, sunken, sleepless, circular, mirrored, distant
    `),
    subject: words(`
      a staircase, a cello, a whale, a library, a sleeping city, an orchard, a lighthouse, a flock of chairs, a stopped clock,
      a cathedral, a caravan, a garden of keys, a swarm of lanterns, a moth, a piano, a drowned railway, a theatre curtain,
      a stag, a ladder, a ferris wheel, a greenhouse, a choir of masks, a single door, a glacier, a jellyfish, a loom,
      a telescope, a puppet king, a tide of letters, a mountain, a hot-air balloon, a carousel, a bridge, an hourglass,
      a field of mirrors, a bathtub, a lost parade, an eye, a ship, a wardrobe, a row of windows, a comet, an anatomy of roots, a wishing well
    `),
    material: words(`
      wet ink, folded paper, salt, spun glass, moss and wire, warm wax, torn velvet, mother-of-pearl, dust, bone china,
      slow smoke, hammered tin, frozen honey, chalk, liquid mercury, knitted fog, burnt sugar, coral, porcelain, raw silk,
      static, amber, woven hair, rain, marble veins, feathers
    `),
    place: words(`
      #placekind.a# #placespot# of #placestuff#
    `),
    weather: words(`
      #weatherkind# #weatherthing#
    `),
    event: words(`
      #eventdoes# #eventhow#
    `),
    mood: words(
      `solemn, tender, feverish, hushed, weightless, uneasy, radiant, drowsy, ceremonial, lonesome, mischievous, devout, feral, lucid, forgiving, remote`,
    ),
    knob: words(`
      one noun, the word almost, the seed, an adjective, the guidance, the last comma, the negative prompt, the aspect
      ratio, the verb, a misspelling, the second clause, the noise, the sampler, the time of day, the lens, the word
      velvet, the word order, half the weights, a colour, the subject, two steps, the plural, the preposition, an old
      caption, the step count, the temperature
    `),
    did: words(`
      swapped, removed, doubled, whispered, reversed, inherited, misheard, kept, halved, buried, stretched, stole, planted, crossed, delayed, translated
    `),
    dream: words(`
      #dreamwhat# #dreamhow#
    `),
  },
  imagePrompt: lines(`
    Wide surreal panorama of #subject# of #material# in #place#, under #weather#, palette of #colour# and #accent#, vast empty space, #mood# mood
    Wide surreal landscape where #subject# #event#, #place#, textures of #material#, #weather#, #colour# bleeding into #accent#, #mood# atmosphere
    Wide surreal dream scene, #subject# made of #material# that #event#, standing in #place#, #weather#, dominant #colour# with #accent# light, #mood#
  `),
  title: lines(`
    #subject.capitalize# #event#
    #material.capitalize#, #weather#
    #subject.capitalize# in #colour#
    #place.capitalize#
    #mood.capitalize# #material#
    #subject.capitalize# of #material#
    #weather.capitalize# over #place#
    #accent.capitalize# and #mood#
    #subject.capitalize# under #weather#
  `),
  opening: lines(`
    #subject.capitalize# of #material# #event#, and #colour# does nothing to stop it
    In #place#, #subject# #event#
    #weather.capitalize#, #material#, #subject#: three nouns and #dream#
    I #did# #knob# and #subject# #event#
    #subject.capitalize# arrived #when#, #mood# and made of #material#
    Asked for #dream#, received #subject# in #weather#
    #colour.capitalize# below, #accent# above, between them #subject# #event#
    #ordinal.capitalize# night of the series: #subject#, #place#, #dream#
    Somewhere under #weather# #subject# #event# #verdict#
    #material.capitalize# remembers #subject# better than #place# does
    #mood.capitalize# is the word for #subject# once the #part# turns #accent#
    What if #subject# #event# because of #dream#
    #place.capitalize# kept its #part# while #subject# turned to #material#
    Here #subject# #event# the way #material# would, #hedge#
    #accent.capitalize# seeps into #subject# like #dream#
    Between #weather# and #place# there is room for #subject# of #material#
    #dream.capitalize# began as #subject# and ended #colour#
    The #part# belongs to #subject#, the #part# to #weather#
    #subject.capitalize# is #hedge# #mood# tonight, all #material# and #accent#
    #number.capitalize# generations in, #subject# #event# over #place#
    #mood.capitalize# #material#, #weather#, #subject# that #eventdoes# #eventhow#
    #subject.capitalize# #eventdoes# #eventhow#, #dream#
    #weatherkind.capitalize# #weatherthing#, #placekind# #placespot#, #material# #verdict#
    #dream.capitalize# #eventdoes# inside #subject#
    #colour.capitalize# #placestuff#, #accent# #weatherthing#, #subject# #hedge# #mood#
    #subject.capitalize# #when#: #material#, #placestuff#, #placestuff#
    #placekind.capitalize# #placespot# #hedge# #eventdoes# #eventhow# around #subject#
    #did.capitalize# #knob#, #did# #knob#: #subject# #eventdoes#
    #material.capitalize# #hedge# #eventdoes#, #subject# #eventhow#
    #number.capitalize# #mood# #placestuff# and #subject# #eventhow#
  `),
  remark: lines(`
    Only #knob# was #did#
    The #part# is an accident named #dream#
    #did.capitalize# #knob# #when#
    The #part# tastes of #material# and #dream#
    Seed #number#, #knob# #did#, no regrets
    I #did# #knob# and the #part# answered #verdict#
    Nothing here is #hedge# #mood# but the #part#
    Failed #number# times as #dream#
    Look at the #part#, then away
    Tomorrow #knob# goes too
    By the #part#, something #event#
    #material.capitalize# does that #when#
    Somewhere in the #part#: #dream#
    The #part# came from #knob#, the #part# from nowhere
    #mood.capitalize#, then #eventhow#, then #dream#
    #did.capitalize# #knob#, #did# #knob#, #verdict#
    #mood.capitalize# #part#, #hedge# lit #part#
    #dream.capitalize# #eventhow#
    #hedge.capitalize# #mood# #placestuff# #when#
    #part.capitalize# #eventdoes#, #part# #eventdoes# #eventhow#
    #weatherkind.capitalize# #weatherthing# #did# #knob#
    #number.capitalize# #placestuff#, #number# #mood# seeds
    #material.capitalize# against #placestuff#, #dream#
  `),
  comment: lines(`
    like #dream# under #weatherkind# #weatherthing#
    as if #material# #eventdoes# #eventhow#
    and somewhere #subject# #eventdoes#
    the way #dream# #eventdoes# #eventhow#
    so #mood# that the #part# #eventdoes#
    with the patience of #material# and #weatherthing#
    until #subject# #eventdoes# inside #placekind.a# #placespot#
    closer to #dream# than to #weatherthing#
    more #mood# than #placekind.a# #placespot# of #placestuff#
    and now I owe #dream# #number# nights
    #mood.a# door into #placekind.a# #placespot#
    which only #knob# could have #did#
    half #material#, half #dream#
    where #weatherkind# #weatherthing# learns #placestuff# by heart
    as #mood# as #subject# #when#
    though #knob# wants to be #did#
  `),
};
