import { type Bank, lines, words } from './bank.ts';

export const productPhoto: Bank = {
  scene: ['subject', 'material', 'surface', 'light', 'colour', 'accent', 'angle', 'prop'],
  words: {
    number2: words(`
      f/4, f/5.6, f/8, f/9, f/11, f/13, f/16, f/22, 35 mm, 50 mm, 60 mm, 85 mm, 90 mm, 105 mm, 135 mm, ISO 50, ISO 64,
      ISO 100, ISO 200, 1/15, 1/30, 1/60, 1/125, 1/160, 3200 K, 4300 K, 5000 K, 5600 K, 6500 K, minus one stop, plus
      two thirds, two stops down
    `),
    propthing: words(`
      poppy head, orange peel, label, coil of twine, feather, coffee bean, rosemary sprig, seashell, receipt, weight,
      fern tip, wood shaving, wire, fig, ticket, acorn, button, match, lemon, thimble, leaf, ribbon, spoon, pebble
    `),
    propstate: words(`
      dried, torn, single, folded, brass, halved, curled, bent, chipped, knotted, peeled, faded, tiny, broken,
      pressed, rusty, blue, striped, burnt, crooked
    `),
    lightway: words(`
      from the left, from behind, through a scrim, at knee height, off a white wall, through blinds, from straight
      above, past a door, over black foil, through tracing paper, at ten degrees, with a warm gel, through a curtain,
      off the ceiling, under glass, feathered away
    `),
    lightkind: words(`
      window light, hard key light, softbox light, bounced flash, a rim light, a grid spot, strip light, late sun, a
      raking lamp, tented light, a snooted lamp, filtered noon, candle glow, lantern light, cloud light, a ring flash
    `),
    ground: words(`
      slate, linen, travertine, plywood, gravel, plaster, concrete, marble, sandstone, kraft paper, velvet, oak,
      acrylic, moss, brick, vellum, granite, canvas, zinc, clay, cork, driftwood, felt, basalt
    `),
    texture: words(`
      wet, folded, crushed, cracked, sanded, rippled, raked, polished, dusty, pale, scorched, chipped, frosted,
      limewashed, salted, knotted, veined, bleached, tarred, smoked, quilted, waxed, brushed, weathered
    `),
    subject: words(`
      teapot, perfume bottle, wristwatch, leather wallet, ceramic mug, desk lamp, fountain pen, soap bar, candle jar,
      running shoe, canvas tote, water carafe, spice tin, honey jar, coffee grinder, pocket knife, shaving brush,
      ring box, table clock, wool beanie, glass vase, bread knife, hand cream tube, pair of headphones, camera strap,
      notebook, olive oil bottle, salt cellar, bicycle bell, travel flask, tea tin, serving bowl, door handle, hairbrush,
      card holder, mixing bowl, pepper mill, bedside radio, sunglasses case, linen apron, thermos, jewellery dish,
      whisky tumbler, cast pan, incense holder, key ring, yoga block, paint set, matchbox, backpack, espresso cup, plant pot
    `),
    material: words(`
      brushed steel, smoked glass, glazed stoneware, oiled walnut, raw linen, matte porcelain, hammered copper,
      vegetable leather, frosted glass, cast iron, pale birch, speckled clay, waxed canvas, polished brass, recycled paper,
      ribbed glass, anodised aluminium, boiled wool, terrazzo, cork, enamelled tin, bamboo, alabaster, charred oak,
      cherry wood, pressed felt, mother-of-pearl, rough slate, rattan, milk glass
    `),
    surface: words(`
      #texture# #ground#
    `),
    light: words(`
      #lightkind# #lightway#
    `),
    angle: words(`
      three-quarter view, straight from above, at eye level, from low down, in tight close-up, centred with wide margins,
      off-centre to the right, in strict profile, tilted by a few degrees, with a long shadow to the left
    `),
    prop: words(`
      #propstate.a# #propthing#
    `),
    tool: words(`
      the tripod, a white card, black foil, the polariser, gaffer tape, the long lens, a spray bottle, the tether
      cable, cotton gloves, the macro ring, a mirror shard, a reflector, the light meter, a spirit level, blue tack, a
      lens cloth, fishing line, a sandbag, the hex key, a grey card, a turntable, dulling spray, a compressed air can,
      the boom arm, an apple box, a toothpick, glycerine, a clothes peg
    `),
    part: words(`
      rim, edge, seam, shoulder, lid, handle, grain, label, stitching, base, highlight, reflection, curve, neck, corner,
      clasp, underside, spout, lip, joint
    `),
    fault: words(`
      a fingerprint, dust, a double shadow, glare, a crooked horizon, a warm cast, a stray hair, banding, a smudge, a
      hot spot, flare, a crease, moiré, a scratch, a water stain, lint, a green tint, vignetting, a ghost edge, camera
      shake, clipping, a halo
    `),
    did: words(`
      lifted, calmed, sharpened, hid, rescued, flattened, warmed, steadied, split, opened, softened, darkened, cleaned,
      straightened, tamed, doubled
    `),
  },
  imagePrompt: lines(`
    Product photo of #material.a# #subject#, on #surface#, #angle#, lit by #light#, clean #colour# background with #accent# accents, #prop# beside it, calm catalogue mood
    Product photo of #subject.a# in #material#, on #surface#, clean background in #colour#, #accent# detail, #light#, #angle#, quiet and precise
    Product photo of a single #subject# made of #material#, on #surface#, #prop# at its foot, palette of #colour# and #accent#, #light#, #angle#
  `),
  title: lines(`
    #material.capitalize# #subject#
    #subject.capitalize# on #surface#
    #subject.capitalize#, #colour#
    #colour.capitalize# and #material#
    #subject.capitalize# with #prop#
    #material.capitalize#, #light#
    #subject.capitalize# in #accent#
    #accent.capitalize# #subject#
  `),
  opening: lines(`
    The #subject# needed #surface# and nothing else, apart from #prop#
    #light.capitalize# #did# the #material# of this #subject# #verdict#
    #colour.capitalize# behind, #accent# in front, and #subject.a# that #hedge# floats
    #ordinal.capitalize# frame of the #subject#, #angle#, and the #part# #hedge# reads
    Placed #prop# next to the #subject#, then turned #light# until #accent# showed
    On #surface#, #material# looks #hedge# heavier, which suits the #subject#
    Kept the #subject# #angle# because its #part# likes #colour#
    #subject.a.capitalize# of #material# against #colour#, photographed #when#
    The #part# of this #subject# is #accent#, and #light# #did# it
    #surface.capitalize# under #material.a# #subject#: #number# attempts, one keeper
    Swapped #tool# for #light# and the #material# #subject# woke up #verdict#
    Everything here is #colour# except the #subject# and its #accent# #part#
    #material.capitalize# meets #surface#, the #subject# stays #angle#
    No retouching on this #subject#, only #tool# and #light# #when#
    #prop.capitalize# gives the #subject# scale, #colour# gives it air
    Shot the #subject# at #number2# so the #material# and #surface# share one focus
    Packshot of #subject.a# #when#: #colour#, #accent#, #material#
    Between #colour# and #accent# the #material# #subject# draws its own #part#
    #material.capitalize# #subject#, #surface#, #light#, #verdict#
    #light.capitalize#, #texture# #ground#, #propstate# #propthing#, #subject#
    #subject.capitalize# #when#, #number2#, #texture# #ground# below
    #did.capitalize# the #subject# #part# with #light#, kept #propstate# #propthing# #hedge# soft
    #accent.capitalize# #part#, #colour# air, #material# #subject#
    #number2.capitalize#, #light#, #subject# #angle#
    #texture.capitalize# #ground# #hedge# #did# this #material# #subject# #when#
    #hedge.capitalize# #colour#: #material# #subject# above #texture# #ground#
    #subject.capitalize# #part# versus #subject# #part#, #light#, #accent# wins
    #propstate.capitalize# #propthing#, #material# #subject#, #number# frames #when#
  `),
  remark: lines(`
    #tool.capitalize# #did# the #part# #verdict#
    #fault.capitalize# cost #number# frames before #tool# fixed it
    Still #fault# near the #part#, left in #verdict#
    Exposed at #number2#, #part# first, #part# second
    #prop.capitalize# joined #when#
    Next version loses #prop# and gains #tool#
    The #part# took #number# minutes, the #part# only #number#
    #tool.capitalize# and #number2# did the rest
    Background at #number2#, #hedge# brighter than the #part#
    Tried it without #tool# #when#, got #fault#
    One card #did# the #part#, another #did# the #part#
    #hedge.capitalize# under-lit at the #part# #verdict#
    Watch the #part#: #fault# nearly won
    #number.capitalize# layers of #accent#, none of them #hedge# loud
    From #number# angles, only this one spared the #part#
    #number2.capitalize#, #tool#, #number# frames
    #tool.capitalize# beats #tool# #when#
    #hedge.capitalize# #did# #part#, #hedge# #did# #part#
    #fault.capitalize# #when#, gone #when#
    #part.capitalize#, #part#, #part#: #hedge# #did#
    #number.capitalize# minutes of #tool# #did# #fault# #verdict#
    #texture.capitalize# #ground# stays, #tool# leaves
    #light.capitalize# next, #number2# maybe
  `),
  comment: lines(`
    like #number2# under #light#
    and #light# #did# every #part#
    where #fault# usually waits at the #part#
    better than #tool# on #texture# #ground#
    so the #part# looks #hedge# #did#
    with the honesty of #propstate.a# #propthing#
    the way #tool# #did# my #ordinal# #part#
    closer to #number2# than to #number2#
    though #tool# might have #did# the #part#
    and no #fault# near the #part# #verdict#
    as if #light# met #texture# #ground#
    which #tool# and #number2# cannot fake
    so leave the #part# and skip #tool#
    worth #number# frames on #texture# #ground#
    and #propstate.a# #propthing# would only spoil the #part#
    #part.a# I would have #did# with #tool#
  `),
};
