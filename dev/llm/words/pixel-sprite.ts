import { type Bank, lines, words } from './bank.ts';

export const pixelSprite: Bank = {
  scene: ['subject', 'trait', 'place', 'item', 'colour', 'accent', 'weather', 'era'],
  words: {
    weatherthing: words(`
      rain, snow, fog, petals, sunset, fireflies, sand, starlight, ash, aurora, haze, lightning, embers, hail, mist,
      pollen
    `),
    weatherkind: words(`
      light, drifting, thick, falling, slow, sideways, glowing, distant, sudden, pale, red, crackling, silver, lazy
    `),
    bugwhere: words(`
      through doors, off ladders, into tiles, on slopes, behind the menu, during combat, near water, at save points,
      under the map, beside chests, past the boss, on Sundays, inside walls, after dialogue, over lava, across the
      credits, above the grass, between frames
    `),
    bugdoes: words(`
      moonwalks, clips, falls, blinks, sinks, sneezes, duels, hovers, jitters, sleeps, bounces, vanishes, sings,
      respawns, waves, spins, melts, teleports, salutes, shrinks
    `),
    itemthing: words(`
      spoon, sword, cheese wheel, compass, firefly jar, key, ladle, umbrella, trumpet, rope ladder, crown, wheel, seed
      bag, shield, fishing rod, orb, map, bell, teapot, boomerang, shovel, mirror, lantern, accordion, boot
    `),
    itemkind: words(`
      bent, glass, broken, oversized, stolen, patched, cursed, wooden, cracked, spare, humming, borrowed, leaking,
      golden, tiny, rusty, folding, whispering, half-eaten, paper, magnetic, sticky
    `),
    placespot: words(`
      mine, village, forest, pass, clock tower, arcade, harbour, shrine, island, sewer, kitchen, bridge, cave, hut,
      train roof, library, lava pit, dock, orchard, moon base, market, lake, attic, lighthouse, graveyard, elevator
    `),
    placekind: words(`
      flooded, haunted, snowy, abandoned, floating, ruined, frozen, underground, moonlit, burning, overgrown, crooked,
      forgotten, clockwork, mossy, candlelit, collapsed, windy, crystal, rusted, foggy, upside-down
    `),
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
      #placekind.a# #placespot#
    `),
    item: words(`
      #itemkind.a# #itemthing#
    `),
    weather: words(`
      #weatherkind# #weatherthing#
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
      outline, dithering, silhouette, hitbox, palette ramp, anti-aliasing, tile seam, cape, left boot, shadow row, eye
      pixel, parallax layer, knockback, collision mask, sub-pixel nudge, highlight, camera shake, sprite sheet, hat
      brim, dust puff, smear frame, idle bob, jaw line, tail wag, glow mask, weapon arc, ear twitch, lighting pass
    `),
    fixed: words(`
      redrew, halved, flipped, deleted, recoloured, nudged, rebuilt, shaved, re-timed, doubled, borrowed, untangled,
      shifted, simplified, merged, hand-placed
    `),
    bug: words(`
      #bugdoes# #bugwhere#
    `),
  },
  imagePrompt: lines(`
    Pixel art sprite of #trait.a# #subject# holding #item#, #place# behind, #weather#, limited palette of #colour# and #accent#, #era# style, crisp pixels
    Pixel art sprite of #trait.a# #subject#, full body, centred, with #item#, in #place#, #era# look, #colour# main colour, #accent# highlights, #weather#
    Pixel art scene with #trait.a# #subject# in #place#, #item# in hand, #weather#, #era# palette of #colour# with #accent#
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
    The #trait# #subject# got #item# and #frames.a# #anim# #when#
    Meet the #trait# #subject# of #place#, who #bug#
    #fixed.capitalize# the #craft# of this #subject#, now #item# reads at #size#
    #weather.capitalize# over #place#, and #subject.a# who #bug#
    Gave the #subject# #accent.a# #craft#, and #hedge# it became #trait#
    #trait.a.capitalize# #subject# needs #item#, obviously, and #colour# boots
    #ordinal.capitalize# pass on the #subject#: #craft# #verdict#, #anim# still missing
    #place.capitalize# has its #subject# now, #trait# and #colour#
    Two ramps, #colour# and #accent#, carry the whole #subject# plus #item#
    The #subject# started as #craft.a# mistake and kept #item#
    #era.capitalize# limits, #number# colours, one #trait# #subject#
    Drew the #subject# #when#, #fixed# its #craft# twice, called it #trait#
    In #place# the #trait# #subject# waits for #weather#
    My #subject# #bug#, so it gets #item# instead of a fix
    #accent.capitalize# eyes on #colour.a# #subject#, #frames# #anim#, zero regrets
    The #craft# says #subject#, the #item# says #trait#
    Somewhere in #place# #subject.a# swings #item# through #weather#
    This #trait# #subject# fits in #size# and still carries #item#
    #trait.capitalize# #subject#, #itemkind# #itemthing#, #size# pixels
    #frames.capitalize# #anim# #when#: #subject#, #accent# #craft#
    #placekind.capitalize# #placespot#, #weather#, #trait# #subject# #bug#
    #subject.capitalize# #bugdoes# #bugwhere#, #itemkind# #itemthing# unharmed
    #era.capitalize# #subject#, #colour# #craft#, #accent# #craft#
    #hedge.capitalize# #trait# #subject# #hedge# #fixed# #verdict#
    #itemkind.capitalize# #itemthing#, #trait# owner: #subject# #when#
    #fixed.capitalize# #number# #colour# pixels, #subject# #bugdoes# #hedge#
    #size.capitalize# #subject#, #frames# #anim#, #weather#
    #colour.capitalize# #subject# guards #itemkind# #itemthing# #bugwhere#
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
    #frames.a.capitalize# #anim# will do for the jam
    I #fixed# the #anim# and the #craft# fell into place
    Cut #number# colours #verdict#
    One #craft# per day, that is the deal
    #frames.capitalize# #anim#, #frames# #anim#, #number# tiles
    #craft.capitalize# #fixed#, #craft# #fixed#, #craft# next
    #hedge.capitalize# #bugdoes# #bugwhere#
    #fixed.capitalize# #craft#, #hedge# #fixed# #anim#
    #number.capitalize# #accent# pixels #verdict#
    #anim.capitalize# #when#, #anim# #when#
    #size.capitalize# beats #size#, #craft# says so
    #placekind.capitalize# #placespot# tiles #when#
  `),
  comment: lines(`
    like #frames.a# #anim# at #size#
    so give it #itemkind.a# #itemthing# and #frames.a# #anim#
    with more mood than #placekind.a# #placespot#
    and the #craft# stays #hedge# #fixed#
    even if it #bug# #when#
    straight out of #placekind.a# #placespot# in #weather#
    which my #trait# #subject# would envy
    #number# colours and #craft.a# would do the same
    as #trait# as #subject.a# with #itemkind.a# #itemthing#
    and no #craft# had to be #fixed#
    #frames.a# #anim# away from #era# glory
    though my version #bugdoes# #bugwhere#
    so the #craft# can stay #size#
    tile it #bugwhere# and I will play
    the kind of #craft# I #fixed# for #number# nights
    ready for #placekind.a# #placespot# level with #weather#
  `),
};
