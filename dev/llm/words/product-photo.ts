import { type Bank, lines, words } from './bank.ts';

export const productPhoto: Bank = {
  scene: ['subject', 'material', 'surface', 'light', 'colour', 'accent', 'angle', 'prop'],
  words: {
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
      a slate slab, folded linen, a travertine block, wet pebbles, kraft paper, a seamless sweep, sanded plywood,
      a mirror tile, crushed ice, a marble offcut, fine sand, a plaster plinth, brushed concrete, stacked books,
      a cork sheet, dried moss, a weathered board, rippled acrylic, a stone step, a sheet of vellum, raked gravel,
      an oak stump, tracing paper, a tin tray
    `),
    light: words(`
      a single softbox, window light, a hard key from the left, a rim light, a north window, a grid spot, bounced flash,
      two strip lights, a silk at noon, a low raking lamp, a snooted backlight, tented light, a beauty dish, light through blinds,
      a half-closed door, an overhead scrim
    `),
    angle: words(`
      three-quarter view, straight from above, at eye level, from low down, in tight close-up, centred with wide margins,
      off-centre to the right, in strict profile, tilted by a few degrees, with a long shadow to the left
    `),
    prop: words(`
      a dried poppy head, one orange peel, a torn label, a coil of twine, a single feather, three coffee beans,
      a sprig of rosemary, a broken seashell, a pinch of salt, a folded receipt, a brass weight, a fern tip,
      a few water drops, a curl of shaved wood, a bent wire, a halved fig
    `),
    tool: words(`
      the tripod, a white card, black foil, the polariser, a strip of tape, the long lens, a spray bottle, the tether cable,
      a cotton glove, the macro ring, a scrap of mirror, a reflector, the light meter, a spirit level, blue tack, a lens cloth
    `),
    part: words(`
      rim, edge, seam, shoulder, lid, handle, grain, label, stitching, base, highlight, reflection, curve, neck, corner,
      clasp, underside, spout, lip, joint
    `),
    fault: words(`
      a fingerprint, dust, a double shadow, glare, a crooked horizon, a warm cast, a stray hair, banding, a smudge,
      a hot spot, flare, a crease, moiré, a scratch
    `),
    did: words(`
      lifted, calmed, sharpened, hid, rescued, flattened, warmed, steadied, split, opened, softened, darkened, cleaned,
      straightened, tamed, doubled
    `),
    number2: words(
      `f/8, f/11, f/16, 50 mm, 85 mm, 100 mm, ISO 64, half a second, two stops, ten degrees, 5600 K, one stop`,
    ),
  },
  imagePrompt: lines(`
    Product photo of a #material# #subject#, on #surface#, #angle#, lit by #light#, clean #colour# background with #accent# accents, #prop# beside it, calm catalogue mood
    Product photo of a #subject# in #material#, on #surface#, clean background in #colour#, #accent# detail, #light#, #angle#, quiet and precise
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
    #material.capitalize# asks for patience, so the #subject# sat under #light# until #part# and #part# agreed
    The #subject# needed #surface# and nothing else, apart from #prop#
    #light.capitalize# #did# the #material# of this #subject# #verdict#
    #colour.capitalize# behind, #accent# in front, and a #subject# that #hedge# floats
    #ordinal.capitalize# frame of the #subject#, #angle#, and the #part# #hedge# reads
    Placed #prop# next to the #subject#, then turned #light# until #accent# showed
    On #surface#, #material# looks #hedge# heavier, which suits the #subject#
    Kept the #subject# #angle# because its #part# likes #colour#
    A #subject# of #material# against #colour#, photographed #when#
    The #part# of this #subject# is #accent#, and #light# #did# it
    #surface.capitalize# under a #material# #subject#: #number# attempts, one keeper
    Swapped #tool# for #light# and the #material# #subject# woke up #verdict#
    Everything here is #colour# except the #subject# and its #accent# #part#
    #material.capitalize# meets #surface#, the #subject# stays #angle#
    No retouching on this #subject#, only #tool# and #light# #when#
    #prop.capitalize# gives the #subject# scale, #colour# gives it air
    Shot the #subject# at #number2# so the #material# and #surface# share one focus
    Packshot of a #subject# #when#: #colour#, #accent#, #material#
    The #subject# wanted #light#, I wanted #surface#, we met #hedge# in the middle
    Between #colour# and #accent# the #material# #subject# draws its own #part#
  `),
  remark: lines(`
    #tool.capitalize# #did# the #part# #verdict#
    #fault.capitalize# cost #number# frames before #tool# fixed it
    Still #fault# near the #part#, left in #verdict#
    Exposed at #number2#, #part# first, #part# second
    #prop.capitalize# came in #when#
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
  `),
  comment: lines(`
    The #ref# would survive a plain white sweep, #tail#
    Whatever lit the #ref# left the #part# soft and the edges honest, #tail#
    I would put #tool# beside the #ref# and change nothing else, #tail#
    The #ref# got the #part# every packshot tries for, #tail#
    Setting the #ref# against so little clutter sells it without a word, #tail#
    Not one bit of #fault# around the #ref#, #tail#
    The #ref# could carry a whole catalogue page at #number2#, #tail#
    My #ordinal# look went straight to the #part# near the #ref#, #tail#
    With #light# the #ref# might turn #hedge# darker, though this is the better call
    The shadow under the #ref# did more than #tool# ever could
    Leaving the #part# of the #ref# alone was right, #tail#
    You kept #fault# away from the #ref#, and that takes #number# tries on a good day
    The #ref# held the middle while everything else stepped back, #tail#
    Cropping tighter on the #ref# might show the #part#, but the air around it is worth more
    For the #ref# I would have reached for #light#, and I would have been wrong
  `),
};
