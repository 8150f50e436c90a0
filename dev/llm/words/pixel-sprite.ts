import { type Bank, lines, words } from './bank.ts';

export const pixelSprite: Bank = {
  scene: ['subject', 'trait', 'place', 'item', 'colour', 'accent', 'weather', 'era'],
  words: {
    subject: words(`
      fox knight, moss golem, lantern keeper, slime merchant, clockwork crab, swamp witch, paper dragon, tunnel rat,
      mushroom monk, ghost postman, beetle rider, harbour cat, ice smith, owl librarian, cave bat, potion seller,
      robot gardener, bone archer, turtle bard, moon rabbit, cactus bandit, sky whale, goblin cook, coral guard,
      storm imp, wolf pilot, badger miner, candle spirit, frog prince, raven thief, pumpkin scout, snow yeti,
      sand worm, treasure mimic, bubble fish, thorn fairy, rusty drone, hermit wizard, barrel ogre, star jelly,
      train conductor, lighthouse owl, mirror nymph, tin soldier, egg hatchling, kelp serpent, desert nomad, brick troll
    `),
    trait: words(`
      one-eyed, sleepy, grumpy, tiny, armoured, limping, caped, smug, glowing, soaked, hooded, patient, bearded, nervous,
      round, hungry, retired, masked, singing, brave, three-legged, winged, dusty, laughing
    `),
    place: words(`
      a flooded mine, a rooftop village, a mushroom forest, a snowy pass, a clock tower, an abandoned arcade, a harbour at night,
      a desert shrine, a floating island, a sewer gate, a castle kitchen, a bamboo bridge, a crystal cave, a swamp hut,
      a train roof, a ruined library, a lava bridge, a pirate dock, a haunted orchard, a moon base, a market street, a frozen lake
    `),
    item: words(`
      a bent spoon, a glass sword, a cheese wheel, a broken compass, a jar of fireflies, an oversized key, a soup ladle,
      a patched umbrella, a cursed trumpet, a rope ladder, a stolen crown, a spare wheel, a bag of seeds, a wooden shield,
      a fishing rod, a cracked orb, a paper map, a bell on a stick
    `),
    weather: words(`
      light rain, drifting snow, thick fog, falling petals, a red sunset, fireflies, a sandstorm, starlight, ash, northern lights, dawn haze, lightning
    `),
    era: words(`
      8-bit handheld, 16-bit console, early arcade, four-colour handheld, home computer, late cartridge, adventure-game, fantasy console
    `),
    size: words(`16 by 16, 24 by 24, 32 by 32, 48 by 48, 16 by 24, 20 by 28, 64 by 64, 12 by 16, 40 by 40, 32 by 48`),
    frames: words(`two-frame, three-frame, four-frame, five-frame, six-frame, eight-frame, ten-frame, twelve-frame`),
    anim: words(`
      idle, walk cycle, blink, attack, hurt pose, jump, landing, sneak, death spin, victory dance, climb, cast, dodge, sleep loop, shrug, throw
    `),
    craft: words(`
      outline, dithering, silhouette, hitbox, palette ramp, anti-aliasing, tile seam, cape, boots, shadow row, eye pixel,
      parallax layer, knockback, collision mask, sub-pixel nudge, highlight, camera shake, sprite sheet, hat, dust puff
    `),
    fixed: words(`
      redrew, halved, flipped, deleted, recoloured, nudged, rebuilt, shaved, re-timed, doubled, borrowed, untangled,
      shifted, simplified, merged, hand-placed
    `),
    bug: words(`
      walks backwards, clips through doors, falls off ladders, blinks twice, sinks into tiles, duels its own shadow,
      forgets gravity, steals the camera, faces the wrong wall, jitters on slopes, sleeps through combat, eats the cursor
    `),
  },
  imagePrompt: lines(`
    Pixel art sprite of a #trait# #subject# holding #item#, #place# behind, #weather#, limited palette of #colour# and #accent#, #era# style, crisp pixels
    Pixel art sprite of a #trait# #subject#, full body, centred, with #item#, in #place#, #era# look, #colour# main colour, #accent# highlights, #weather#
    Pixel art scene with a #trait# #subject# in #place#, #item# in hand, #weather#, #era# palette of #colour# with #accent#
  `),
  title: lines(`
    #trait.capitalize# #subject#
    #subject.capitalize# with #item#
    #subject.capitalize#, #place#
    #colour.capitalize# #subject#
    #subject.capitalize# in #weather#
    #trait.capitalize# #subject#, #era#
    #subject.capitalize# guarding #place#
    #item.capitalize# for the #subject#
  `),
  opening: lines(`
    The #trait# #subject# got #item# and a #frames# #anim# #when#
    #size.capitalize# pixels, a #subject#, #colour# and #accent#: that is all there is
    Meet the #trait# #subject# of #place#, who #bug#
    #fixed.capitalize# the #craft# of this #subject#, now #item# reads at #size#
    #weather.capitalize# over #place#, and a #subject# who #bug#
    Gave the #subject# #accent# #craft# and it #hedge# became #trait#
    A #trait# #subject# needs #item#, obviously, and #colour# boots
    #ordinal.capitalize# pass on the #subject#: #craft# #verdict#, #anim# still missing
    #place.capitalize# has its #subject# now, #trait# and #colour#
    Two ramps, #colour# and #accent#, carry the whole #subject# plus #item#
    The #subject# started as a #craft# mistake and kept #item#
    #era.capitalize# limits, #number# colours, one #trait# #subject#
    #item.capitalize# was meant for the boss, but the #subject# looks #hedge# better with it
    Drew the #subject# #when#, #fixed# its #craft# twice, called it #trait#
    In #place# the #trait# #subject# waits for #weather#
    My #subject# #bug#, so today it gets #item# instead of a fix
    #accent.capitalize# eyes on a #colour# #subject#, #frames# #anim#, zero regrets
    The #craft# says #subject#, the #item# says #trait#
    Somewhere in #place# a #subject# swings #item# through #weather#
    This #trait# #subject# fits in #size# and still carries #item#
  `),
  remark: lines(`
    #craft.capitalize# #fixed#, #anim# next
    The #anim# is #frames# and #hedge# legible
    It still #bug# #verdict#
    #fixed.capitalize# the #craft# #when#
    #number.capitalize# pixels changed, all in the #craft#
    The #craft# took longer than the #anim#
    Known bug: it #bug# #when#
    #size.capitalize# was too roomy, so I #fixed# the #craft#
    Sheet has #number# frames, #number# of them #anim#
    Playtest #when#: it #bug#
    No #craft#, no #craft#, just stubborn #anim#
    A #frames# #anim# will do for the jam
    I #fixed# the #anim# and the #craft# fell into place
    Cut #number# colours #verdict#
    One #craft# per day, that is the deal
  `),
  comment: lines(`
    The #ref# would make a lovely #frames# #anim#, #tail#
    Shrink the #ref# to #size# and it would still read, #tail#
    I want to jump on the #ref#, which is the best thing a sprite can do to me
    The #ref# had the cleanest #craft# on this page, #tail#
    If the #ref# ever #bug#, keep it in the game
    The #ref# deserved #number# colours and got by on fewer, #tail#
    Somebody #fixed# the #craft# around the #ref# with care, #tail#
    The #ref# gave me an idea for a #trait# boss, #tail#
    That choice on the #ref# felt straight out of a lost #era# game
    The #ref# worked because the #craft# stayed simple, #tail#
    Put the #ref# in #place# and I would play it #when#
    The #ref# needed no #craft# at all, #tail#
    I have #fixed# worse than the #ref# for #number# nights, so this made me envious
    The #ref# could hold a #frames# #anim# without losing its shape, #tail#
    Give the #ref# a save point, #tail#
  `),
};
