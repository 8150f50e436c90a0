import { lines, type TextBank, words } from './bank.ts';

export const socialMarketerBank: TextBank = {
  persona: 'social_marketer',
  version: 1,
  workflow: 'social_square',
  slots: {
    finish: words(`
      punchy, cropped, retro, glossy, tiny, oversized, hand-drawn, looping, paper-cut, crisp, quirky, low-key, sunny, stacked, tilted, weekday
    `),
    did: words(`
      tested, batched, pinned, remixed, queued, shuffled, boosted, mocked up, layered, storyboarded, swapped, sketched, scheduled, retimed, outlined, pitched
    `),
    what: words(`
      hooks, covers, stickers, templates, captions, loops, panels, teasers, thumbnails, polls, borders, punchlines, playlists, palettes, layouts, reels
    `),
    undid: words(`
      cut, archived, muted, dropped, toned down, binned, shortened, unpinned, postponed, simplified, trimmed, hid, retired, flattened, skipped, rewrote
    `),
    other: words(`
      gradients, slogans, emojis, outros, drop shadows, clichés, adjectives, watermarks, countdowns, buzzwords, glitter, filler, transitions, exclamations, jargon, stock smiles
    `),
    when: words(`
      before coffee, over lunch, on Monday, in ten minutes, mid-scroll, after standup, twice, at half-time, by Thursday, in transit, past midnight, within budget, ahead of launch, during rehearsals, on the bus, first thing
    `),
    how: words(`
      with a grin, thumb-first, out loud, in greyscale, for laughs, without sound, on a small screen, by vote, shamelessly, in one take, gently, upside down, with scissors, on instinct, as a dare, politely
    `),
    subject: ['{finish} {object}'],
    object: words(`
      weekend market card, launch countdown, recipe carousel cover, team quote card, event poster square, before-and-after
      split, poll card, opening hours tile, story highlight cover, summer sale tile, newsletter teaser, podcast episode
      square, tip-of-the-week card, thank-you tile, menu teaser, playlist cover, behind-the-scenes collage, checklist card,
      mood board square, welcome tile, question sticker layout, milestone card, studio tour cover, colour reveal
    `),
    shape: words(`
      big circle, torn paper edge, diagonal band, checkerboard, half-moon, speech bubble, arch, wavy stripe, stack of cards,
      sunburst, zigzag, thick frame, dotted grid, spiral, ribbon, cut-out star
    `),
    colour: words(`
      tangerine, electric blue, hot coral, mint, lemon, lilac, tomato red, sky blue, peach, emerald, bubblegum, mustard,
      turquoise, violet, lime, apricot
    `),
    accent: words(`
      off-white, deep navy, soft black, sand, warm grey, chalk, midnight green, cocoa, oat, ink
    `),
    thing: words(`
      iced coffee, a stack of tote bags, citrus slices, a paper plane, roller skates, a bunch of tulips, a disco ball,
      sunglasses, a picnic basket, a megaphone, sneakers, a bowl of cherries, balloons, a record player, a beach towel, a
      bicycle bell, popcorn, a lava lamp
    `),
    slot: words(`
      the breakfast scroll, the lunch break, the commute, the last scroll before bed, a slow Tuesday, the Friday rush, the
      quiet hour after lunch, the queue at the bakery, the school run, half-time
    `),
    metric: words(`
      saves, replies, second looks, swipes to the end, taps on slide two, shares in private, people who stayed for the last
      frame, quiet bookmarks
    `),
  },
  captions: lines(`
    {subject} in {colour}, cropped so that {slot} cannot miss it
    The {shape} does the stopping, {colour} does the staying
    Made the {subject} readable at thumb distance, then made it fun
    {thing} on {accent}: simple square, loud morning
    Three seconds is all {a subject} gets, so {colour} goes first
    This {subject} was four ideas on Monday and is one idea now
    {colour} against {accent} still wins against any gradient I tried
    Slide one asks, slide two answers, and this {subject} is slide one
    Put {thing} off-centre and the whole {subject} woke up
    {a shape} behind {thing}, because a plain background is a closed door
    Tested on a tiny screen in bright sun: the {subject} holds
    Less copy, more {colour}, better {subject}
    The {subject} for {slot} is calmer than the one for noon
    Every feed needs a breather, and this {shape} in {colour} is ours
    Counting {metric} instead of hearts changed how this {subject} looks
    {thing} gets the attention, the {shape} gets the message home
    Built the {subject} on a five-column grid nobody will ever see
    Same layout as last week, {colour} swapped in, new energy
    The {shape} came from a sticker sheet and saved the {subject}
    If it works in grey it works in {colour}, and this one works in grey
    Two colours, {colour} and {accent}, and a lot of restraint for once
    {thing} floating over {a shape}, for {slot}
    Kept the top fifth of the {subject} empty because the app covers it anyway
    Who needs motion when {a shape} can lean like this
    One verb, one {thing}, one square
    The {subject} that got the most {metric} last month was also the plainest
    {colour} border, {accent} inside, thumb stops
    Cut the {subject} down until only the hook was left
    A carousel needs a cover with a secret, so {thing} is only half in frame
    Corner to corner {colour}, with {a shape} to rest the eye
    This one is for {slot}, when nobody wants to read
    Turned the {subject} by six degrees and it started to smile
    Big {thing}, small promise, kept promise
    {accent} text area left open on purpose, the {shape} points at it
    The trick with {a subject} is to look made in a minute and not be
    Saved the loudest {colour} of the season for {thing}
    {a subject} may be silly as long as its margins are serious
    Batch of nine squares, and this {shape} ties them together
    Swapped the stock smile for {thing} and felt better at once
    {colour} shadows under {thing} make the flat look tasty
    The safe area is boring and it saves lives, so does this {subject}
    Made for {slot}, posted at {slot}, lucky me
    {a shape} is a frame that dances
    Looked at forty squares in a row and missed {colour}, so here it is
    For the {subject}, contrast first and charm second
    {thing} repeated six times turns into a pattern and a mood
    The draft had a gradient, the keeper has {a shape}
    Small business energy: {thing}, {colour}, done by ten
    Pinned this {subject} to the top because it explains itself
    Rule of the week: if {thing} is cute, the type is quiet
    {accent} keeps {colour} from shouting over the {shape}
    Wrote eleven hooks, kept the one that fits beside {thing}
    The {subject} reads left to right, the {shape} reads at once
    A feed is a shop window on a fast train, hence the {colour}
    Between two busy posts this {shape} is a deep breath
    I like {a subject} that gives something away before it asks
    Zoomed out to nine tiles, {colour} lands on the diagonal
    Today's experiment: {thing} in {colour} on more {colour}
    Turned a dull {subject} into something for {slot}
    Scrolled past it myself yesterday, redid the {shape} this morning
    The first draft whispered, the {colour} one waves
    Hello {colour}, goodbye beige {subject}
  `),
  afterthoughts: lines(`
    Thumb-tested
    The second slide is calmer
    {accent} for balance
    Numbers on Thursday
    More {metric}, fewer exclamation marks
    That {shape} has legs
    The crop survived three apps
    Would run it again in {accent}
    {slot} will tell
    Nothing moves and it still feels fast
    Margins by the book
    The hook is the picture
    It looks even better tiny
    Template saved
    Keeping {thing} for part two
    No filter, just nerve
    The plain version lost by a mile
    Next: the story cut
    It took one coffee
    Somebody will want it in green
    The grid forgives a lot
    Colour first, always
  `),
  imagePrompts: lines(`
    Social post square with {thing} on {a shape}, {colour} background, {accent} accents, bold flat graphic, lively
    Social post square of {thing} centred over {colour}, thick {accent} frame, clean pop composition
    Social post square, {subject} layout, {shape} in {colour}, empty {accent} area for copy, playful
    Social post square with three copies of {thing} in a row, {colour} and {accent} stripes, rhythmic and bright
    Social post square, diagonal split of {colour} and {accent}, {thing} crossing the line, energetic
    Social post square of {thing} from above on {a colour} table, hard shadow, {accent} napkin, fresh mood
    Social post square, paper cut-out style {shape}, layered {colour} and {accent}, {thing} peeking out
    Social post square with a giant {shape} and tiny {thing}, {colour} field, humorous scale
    Social post square, {subject} as a collage of torn paper, {colour} scraps, {accent} base, tactile
    Social post square of {thing} with long retro shadow, {colour} background, {accent} border, seventies mood
    Social post square, pattern of small {thing} on {colour}, one of them in {accent}, cheerful
    Social post square, soft 3D {shape} in {colour}, {thing} resting on it, studio light, glossy
    Social post square with {thing} entering from the right edge, big {colour} space left, {accent} dot grid
    Social post square, {subject} in two halves, left {colour}, right {accent}, {thing} in both, neat
    Social post square of {thing} inside {a shape} window, {accent} wall, {colour} glow, inviting
    Social post square, risograph texture, {thing} in {colour} overprinted with {accent}, slightly misaligned
    Social post square, stacked cards fanned out, top card {colour} with {shape}, {accent} table, crisp
    Social post square of {thing} and confetti, {colour} backdrop, {accent} floor, party mood
    Social post square, big curved band of {colour} sweeping behind {thing}, {accent} ground, dynamic
    Social post square with {thing} on a pedestal, {shape} behind it, {colour} and {accent}, product-like calm
    Social post square, {subject} drawn with thick marker lines, {colour} fill, {accent} paper, friendly
    Social post square, gradient-free duotone of {thing}, {colour} and {accent}, high contrast, poster feel
    Social post square of {thing} tied with {colour} ribbon, {accent} background, gift mood, tidy
    Social post square, four quadrants in {colour} and {accent}, {thing} moving through them, comic rhythm
    Social post square with floating {thing} and soft round shadows, {colour} sky, {accent} cloud, dreamy and light
    Social post square, {shape} tiles forming a border, {thing} in the middle, {colour} dominant, festive
    Social post square of a phone-free desk with {thing}, {colour} mat, {accent} notebook, overhead, organised
    Social post square, {thing} reflected in {colour} puddle shape, {accent} ground, graphic and clever
    Social post square, {subject}, oversized round corners, {colour} panel on {accent}, sticker of {thing}
    Social post square with a hand-cut {shape} hole showing {thing}, {colour} card, {accent} depth
    Social post square of {thing} mid-air, speed lines in {accent}, {colour} background, upbeat
    Social post square, minimal: one {shape}, one {thing}, {colour} and {accent}, lots of room
    Social post square, market stall scene with {thing}, {colour} awning, {accent} crates, sunny
    Social post square of {thing} wrapped in {colour} light, {accent} night background, neon without lettering
    Social post square, wavy {colour} and {accent} bands, {thing} surfing on top, carefree
    Social post square with {thing} lined up by size, {colour} shelf, {accent} wall, orderly and sweet
    Social post square, {subject} seen as a folded poster, {colour} ink, {accent} creases, {shape} in the centre
    Social post square of {thing} in a spotlight, {colour} stage, {accent} curtain, big reveal mood
    Social post square, isometric little scene around {thing}, {colour} blocks, {accent} ground, charming
    Social post square with bubbles in {colour}, {thing} inside the largest, {accent} background, summery
  `),
  titles: lines(`
    {subject}
    {colour} for {slot}
    {shape}, {colour}
    Hello {colour}
    Square with {a shape}
    {subject} in {accent}
    Made for {slot}
    {colour} on {accent}
    The {shape} one
    Ten o’clock {colour}
  `),
};
