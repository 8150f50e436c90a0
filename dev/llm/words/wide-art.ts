import { type Bank, lines, words } from './bank.ts';

export const wideArt: Bank = {
  scene: ['subject', 'material', 'place', 'colour', 'accent', 'weather', 'event', 'mood'],
  words: {
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
      a desert of pianos, an upside-down harbour, a sea inside a room, an empty airport, a salt flat, the inside of a bell,
      a flooded ballroom, a plain of thresholds, a sky made of floors, a valley of paper, the far end of a corridor,
      a beach without a sea, an attic horizon, a forest of columns, a parking lot on the moon, a drained canal,
      a meadow under glass, the seam between two dusks, an archive of clouds, a station without tracks, a well of stars
    `),
    weather: words(`
      violet fog, slow lightning, a rain of petals, two moons, falling ash, a green dawn, magnetic snow, a held breath of light,
      a copper eclipse, sideways rain, an unhurried storm, dust halos, a low aurora, salt wind, a milky noon
    `),
    event: words(`
      forgets its own weight, grows a second horizon, dissolves from the left, is learning to breathe, opens like a book,
      casts somebody else's shadow, leaks music, hatches quietly, turns to face us, folds along the middle, drifts out of scale,
      remembers being water, loses its edges, repeats until it blurs, swallows the sun, hums, comes home too early, casts no reflection
    `),
    mood: words(
      `solemn, tender, feverish, hushed, weightless, uneasy, radiant, drowsy, ceremonial, lonesome, mischievous, devout, feral, lucid, forgiving, remote`,
    ),
    knob: words(`
      one noun, the word almost, the seed, an adjective, the guidance, the last comma, the negative prompt, the aspect ratio,
      the verb, a misspelling, the second clause, the noise, the sampler, the time of day, the lens, the word velvet, the order of words, half the weights
    `),
    did: words(`
      swapped, removed, doubled, whispered, reversed, inherited, misheard, kept, halved, buried, stretched, stole, planted, crossed, delayed, translated
    `),
    dream: words(`
      a house I never rented, a train that sings, teeth made of light, a school at the seabed, an apology in braille,
      a lake behind the wallpaper, somebody's unfinished map, the sound of blue, a postcard from nobody, an extra season,
      a door that was a tongue, a museum of weather, a spare moon, the wrong side of rain, the smell of a number, a throne of crumbs
    `),
    part: words(
      `horizon, left edge, shadow, surface, centre, seam, reflection, silence, upper third, fold, threshold, distance, undertow, glow, skin`,
    ),
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
  `),
  remark: lines(`
    Only #knob# was #did#
    The #part# is an accident named #dream#
    #did.capitalize# #knob# #when#
    Its #part# tastes of #material#
    Seed #number#, #knob# #did#, no regrets
    I #did# #knob# and the #part# answered #verdict#
    Nothing here is #hedge# #mood# but the #part#
    Failed #number# times as #dream#
    Look at the #part#, then away
    Tomorrow #knob# goes too
    Its #part# #event#
    #material.capitalize# does that #when#
    Somewhere in the #part#: #dream#
    The #part# came from #knob#, the #part# from nowhere
    #mood.capitalize#, then #mood#, then #dream#
  `),
  comment: lines(`
    The #ref# felt like #dream#, #tail#
    I keep hearing the #ref# hum under #weather#
    The #ref# must be what #dream# looks like from inside
    Somebody #did# #knob# and the #ref# came through, #tail#
    The #ref# could drift into #place# and nobody would object
    There was #hedge# too little night around the #ref# until I saw the #part#
    The #ref# wore its #part# like #material#, #tail#
    If the #ref# ever thaws, #dream# will be under it
    I would have asked less of the #ref#, and lost it to #weather#
    The #ref# made the #part# #mood#, #tail#
    Let the #ref# loose in #place# for #number# frames, please
    The #ref# had the patience of #material#, #tail#
    A #mood# thing, the #ref#, like #dream#
    The #ref# turned the #part# around when I was not looking
    One more #mood# look at the #ref# and I shall dream of #material#
  `),
};
