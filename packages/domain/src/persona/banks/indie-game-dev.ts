import { lines, type TextBank, words } from './bank.ts';

export const indieGameDevBank: TextBank = {
  persona: 'indie_game_dev',
  version: 1,
  workflow: 'pixel_sprite',
  slots: {
    finish: words(`
      grumpy, tiny, wandering, off-brand, caffeinated, two-headed, polite, homesick, retired, cursed, clumsy, shiny, part-time, nocturnal, stubborn, bashful
    `),
    did: words(`
      coded, recoloured, looped, tweened, refactored, spawned, dithered, outlined, playtested, scripted, packed, sketched, rigged, blitted, tuned, exported
    `),
    what: words(`
      sprites, hitboxes, tilesets, shaders, torches, menus, footsteps, doors, slimes, cutscenes, icons, ladders, dialogues, fireflies, particles, bosses
    `),
    undid: words(`
      deleted, nerfed, squashed, reverted, unplugged, halved, lost, disabled, postponed, rewrote, unhooked, scrapped, muted, buried, shrank, commented out
    `),
    other: words(`
      gradients, bugs, outlines, tutorials, scanlines, crates, physics, tooltips, autosaves, shadows, loot, weather, stamina bars, quests, decimals, loading screens
    `),
    when: words(`
      at midnight, post-jam, after work, twice, before merging, on battery, since Friday, over noodles, between builds, by sunrise, during rain, pre-release, last sprint, mid-demo, on Sunday, too late
    `),
    how: words(`
      in sixteen colours, by one pixel, with duct tape, from memory, on a handheld, in binary, live, with dithering, for the plot, silently, at low resolution, with regret, frame by frame, on a dare, offline, with snacks
    `),
    subject: ['{finish} {object}'],
    object: words(`
      moss golem, lantern knight, frog merchant, clockwork fox, mushroom innkeeper, ghost librarian, slime prince, tin
      robot, lighthouse keeper, bat courier, snail wizard, rusty automaton, pumpkin thief, cloud whale, fish monk, cactus
      bandit, paper dragon, bog witch, beetle guard, owl cartographer, potion seller, cave worm, sleepy boss, moon rabbit
    `),
    place: words(`
      flooded cellar, mushroom forest, night market, train roof, crystal cave, ruined greenhouse, windmill hill, swamp
      bridge, snow village, clock tower, sunken library, harbour at dusk, desert shrine, sewer level, orchard maze, airship deck
    `),
    palette: words(`
      four greens, eight colours, a dusk palette, two blues and a rust, sixteen colours, an old handheld palette, three
      purples, warm browns, teal and peach, six greys and one red, a candlelight ramp, moonlit blues
    `),
    item: words(`
      health potion, rusty key, bomb, save lantern, golden acorn, fishing rod, spell scroll, cracked shield, jar of
      fireflies, treasure chest, wooden sword, compass, mushroom stew, spare gear, ice boots, silver bell
    `),
    frames: words(`
      two frames, four frames, six frames, eight frames, three frames and a blink, five frames, twelve frames for once
    `),
    bug: words(`
      walks through the door frame, floats one pixel off the floor, waves at nobody, jumps when saved, forgets its hat,
      blinks out of turn, faces left for ever, counts coins twice, swims on dry land, leaves its shadow behind
    `),
    size: words('16 by 16, 24 by 24, 32 by 32, 16 by 24, 48 by 48, 8 by 8'),
  },
  captions: lines(`
    The {subject} walks in {frames} and you can tell its mood from the third
    {palette} for the whole {place}, and the {subject} still pops
    Drew the {subject} at {size} because {size} is where the jokes are
    Known bug: the {subject} {bug}
    New tileset for the {place}, corners included, sanity mostly included
    The {item} got an outline and suddenly everybody picks it up
    Dithering on the {subject} stays, this is not up for debate
    Cut the {place} from forty tiles to twenty-two and nobody noticed
    The {subject} had a sword until the {item} turned out funnier
    One highlight pixel on the {item} took longer than the whole {subject}
    Idle animation for the {subject}: {frames}, one of them a sigh
    Playtest note says the {place} feels cosy, the playtest was on the boss floor
    {subject}, {size}, {palette}, no excuses left
    Fixed the thing where the {subject} {bug}
    The shadow of the {subject} is three pixels wide and does all the acting
    Rain over the {place} is one tile, four offsets and a prayer
    Gave the {subject} eyebrows and it became the main character
    Every {item} in the {place} now casts light, the frame rate is fine, do not ask
    Started the {subject} at midnight, finished at a bug
    {palette} means the {place} and the {subject} have to share the dark one
    The {subject} waits at the {place} and will give you {a item} for honesty
    Redrew the feet of the {subject} six times, feet are the hard part of everything
    The {item} icon reads at one glance on the smallest screen I own
    {a place} made of nine tiles, and you would swear there are thirty
    Shipping the {subject} even though it {bug}
    Silhouette test passed: the {subject} is itself in plain black
    {frames} of attack, and the anticipation is the longest
    The {place} loops every sixteen tiles, find the seam
    Wrote the dialogue of the {subject} before the sprite and it shows
    Today the {subject} learned to fall over
    Low-poly is nice, but have you seen {a subject} at {size}
    Colour-cycled the water of the {place}, an old trick and a good one
    The {subject} and the {item} share a palette row, thrift is a style
    Parallax in the {place}: three layers and the front one lies
    {a subject} is two circles and an attitude
    Half the {place} is black, the player draws the rest
    The {item} spins in {frames} like it is proud of itself
    Nobody will see the back of the {subject}, so of course I drew it
    The boss of the {place} is just the {subject} at four times the size
    Animated the scarf of the {subject} first, the {subject} followed
    Reduced to {palette}, the {place} finally has weather
    Level done, {place} lit, {subject} placed, credits one step closer
    It still {bug}, but now with a sound
    The hitbox of the {subject} is kinder than it looks
    {a item} in the corner of every room, because corners are for the curious
    Sketch, block, shade, regret, redo: the {subject}
    Turned the {subject} by hand, no rotation, every angle its own sprite
    The door of the {place} opens in {frames} and creaks in my head
    Saved nine colours by making the {subject} stand in front of the moon
    This {subject} sells {a item} and rumours, prices vary
    Somewhere in the {place} there is {a item} that nobody has found yet
    Anti-aliased the curve by eye, {size}, three tries
    The jam build had a cube, the real build has {a subject}
    Every tile of the {place} got one broken brick
    Tiny UI for the {item} slot, two pixels of padding, luxury
    The {subject} bows when you finish the {place}, worth the {frames}
    Pushed the {place} at two in the morning and it compiled
    Boss music is on loop, the {subject} is on the easel
    If the {subject} can be read at {size}, the rest is decoration
    Swapped outlines for {palette} and the {place} got deeper
    That {item} was a placeholder for a year, goodbye placeholder
    The {subject} went from enemy to shopkeeper because of its hat
  `),
  afterthoughts: lines(`
    The hat is non-negotiable
    Playable soon
    It {bug}, too
    {palette}, as promised
    Sound comes last
    Twenty tiles to go
    The moon is one tile
    I regret nothing except the feet
    Screens are bigger than this
    Old handhelds would be proud
    The changelog will just say: fixed
    Anyone who finishes a game is a hero
    No gradients were used
    Back to the door that does not open
    Next up, the {item}
    Compiles on the first try, suspicious
    That is the whole budget
    {size} or nothing
    Save early
    The {place} comes next
    One more frame and then sleep
    It looks better moving
  `),
  imagePrompts: lines(`
    Pixel art sprite of {a subject}, {size} pixels, {palette}, plain dark background, clear silhouette, front view
    Pixel art sprite of {a subject} holding {a item}, {palette}, coarse grid, side view, gentle mood
    Pixel art sprite of {a subject} in {a place}, {palette}, tiled floor, soft dithering, cosy night
    Pixel art sprite of {a item}, {size} pixels, thick outline, {palette}, single highlight, icon style
    Pixel art sprite of {a subject} jumping, {palette}, motion lines, flat background, playful
    Pixel art sprite of {a subject} asleep beside {a item}, {palette}, warm light, quiet scene
    Pixel art sprite of {a subject} facing left, {size} pixels, limited {palette}, retro console look
    Pixel art sprite of {a subject} at a shop counter with {a item}, {palette}, shelves behind, friendly
    Pixel art sprite of {a subject} under rain, {place}, {palette}, reflective floor tiles, melancholy
    Pixel art sprite of {a subject} on a cliff, {place} far below, {palette}, big sky, adventurous
    Pixel art sprite of {a subject} with a long shadow, {palette}, top-down view, dungeon tiles
    Pixel art sprite of {a subject} opening a chest with {a item}, {palette}, sparkles, joyful
    Pixel art sprite of {a subject} hiding behind crates, {place}, {palette}, stealthy mood
    Pixel art sprite of {a subject} as a boss, {palette}, large on a coarse grid, dramatic light from below
    Pixel art sprite of {a subject} fishing, {place}, {palette}, still water, calm
    Pixel art sprite of {a subject} reading a map, {palette}, lantern glow, {place} at night
    Pixel art sprite of {a subject} carrying {a item} upstairs, {palette}, brick wall, side scroller
    Pixel art sprite of {a subject} in four poses, {size} pixels each, {palette}, sprite sheet layout
    Pixel art sprite of {a item} floating above a pedestal, {place}, {palette}, mysterious glow
    Pixel art sprite of {a subject} dancing, {palette}, confetti pixels, festive background
    Pixel art sprite of {a subject} crossing a bridge, {place}, {palette}, fog in dithered bands
    Pixel art sprite of {a subject} cooking with {a item}, {palette}, steam puffs, homely
    Pixel art sprite of {a subject} mid-attack, {palette}, arc of light, plain background, energetic
    Pixel art sprite of {a subject} looking out of a window, {place} outside, {palette}, rainy evening
    Pixel art sprite of {a subject} riding a mine cart, {palette}, sparks, tunnel tiles, fast
    Pixel art sprite of {a subject} in the snow, footprints, {palette}, {place}, silent
    Pixel art sprite of a tiny {place}, isometric tiles, {palette}, one {subject} in the middle
    Pixel art sprite of {a subject} stacking {a item} on {a item}, {palette}, comic timing
    Pixel art sprite of {a subject} with glowing eyes, {place} in darkness, {palette}, spooky but kind
    Pixel art sprite of {a subject} repairing a machine, {palette}, gears, {place}, focused
    Pixel art sprite of {a subject} greeting a visitor at a door, {palette}, {place}, warm threshold light
    Pixel art sprite of {a subject} on a throne that is too large, {palette}, red carpet tiles, funny
    Pixel art sprite of {a subject} planting {a item} like a seed, {palette}, garden tiles, hopeful
    Pixel art sprite of {a subject} running from a boulder, {place}, {palette}, dust pixels, urgent
    Pixel art sprite of {a subject} at a campfire, {palette}, flicker light, stars, {place} behind
    Pixel art sprite of {a subject} in a glass jar beside {a item}, {palette}, shelf, curious
    Pixel art sprite of {a subject} on a game-over screen without letters, {palette}, one light from above
    Pixel art sprite of {a subject} swimming past ruins, {place}, {palette}, bubbles, deep water
    Pixel art sprite of {a subject} trading hats with its own shadow, {palette}, flat background, whimsical
    Pixel art sprite of {a subject} at a workbench with {a item}, {palette}, tools on the wall, late hour
  `),
  titles: lines(`
    {subject}, {size}
    {subject} at the {place}
    {place} tileset
    {item}, final icon
    The {subject} {bug}
    {subject} idle
    {palette}, one {subject}
    Night in the {place}
    {subject} v2
    {item} and {subject}
  `),
};
