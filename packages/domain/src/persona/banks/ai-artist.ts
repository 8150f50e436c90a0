import { lines, type TextBank, words } from './bank.ts';

export const aiArtistBank: TextBank = {
  persona: 'ai_artist',
  version: 1,
  workflow: 'wide_art',
  slots: {
    finish: words(`
      weightless, unhurried, half-remembered, lantern-lit, singing, tidal, feathered, borrowed, moon-fed, sleepless, translucent, humming, barefoot, unnamed, mirrored, forgiving
    `),
    did: words(`
      reseeded, upscaled, dreamt, inverted, whispered, blended, outpainted, misread, annealed, looped, folded, interpolated, summoned, overfed, chained, hushed
    `),
    what: words(`
      embers, tides, corridors, feathers, thresholds, echoes, moths, comets, keyholes, veils, orchards, bells, shadows, staircases, mists, petals
    `),
    undid: words(`
      unlearned, denoised, drowned, forgot, muted, dissolved, unpicked, abandoned, starved, erased, untuned, refused, thawed, unnamed, silenced, released
    `),
    other: words(`
      horizons, faces, nouns, gravity, daylight, symmetry, edges, reasons, clocks, captions, weights, maps, answers, perspective, mornings, names
    `),
    when: words(`
      at step forty, after midnight, twice, between seeds, before sleep, in the ninth batch, since the eclipse, under noise, past dawn, mid-dream, all winter, once more, at low guidance, until silence, by candle, tonight
    `),
    how: words(`
      like weather, in reverse, without witnesses, softly, by accident, with salt, as prayer, underwater, in one breath, for nobody, by ear, against sense, in velvet, on loan, with care, aloud
    `),
    subject: ['{finish} {object}'],
    object: words(`
      staircase, cello, whale, library, lighthouse, orchard, piano, greenhouse, theatre curtain, carousel, glacier, moth,
      telescope, ferry, choir, wardrobe, comet, loom, hourglass, drowned railway, caravan, stag, bathtub, ladder, jellyfish,
      puppet king, bell tower, moonlit market
    `),
    material: words(`
      wet ink, folded paper, salt, spun glass, warm wax, torn velvet, mother-of-pearl, slow smoke, frozen honey, chalk,
      burnt sugar, coral, raw silk, static, amber, knitted fog, hammered tin, rain
    `),
    place: words(`
      flooded ballroom, upside-down harbour, desert of keys, breathing corridor, moonless station, folded valley, hollow
      cathedral, tilted meadow, drained canal, sleeping airport, borrowed attic, sunken stadium, circular beach, ravine of
      clocks, garden of echoes, unfinished sky
    `),
    weather: words(`
      violet lightning, sideways snow, copper fog, slow petals, magnetic dusk, milky rain, backward dawn, green thunder,
      ash like feathers, velvet wind, an early eclipse, a tidal moon, hail of buttons, starfall
    `),
    colour: words(`
      indigo, cinnabar, pale gold, bruise violet, verdigris, bone, ultramarine, ember orange, rose ash, midnight teal, opal,
      soot black
    `),
    deed: words(`
      forgets its own name, turns to face the sea, hums in the dark, unfolds like a letter, learns to swim, casts no
      shadow, grows a second door, leaks music, drifts out of scale, kneels, hatches, waits for the tide, multiplies
      quietly, dissolves at the edges, blossoms under protest
    `),
    knob: words(`
      one adjective, the last comma, the seed, the negative prompt, the word almost, a verb, the guidance, the plural, the
      aspect ratio, half the weights, a preposition, the step count, the word velvet, a colour name
    `),
  },
  captions: lines(`
    The {subject} {deed}, and {weather} pretends not to see
    Changed {knob} and the {subject} became {material}
    Somewhere in the {place} the {subject} {deed}
    {material}, {weather}, {subject}: a sentence I did not finish
    Asked for silence and received {a subject} made of {material}
    Every night the {place} moves one step closer to the {subject}
    Without {knob} there is only {colour} and a rumour of the {subject}
    {weather} over the {place}, nobody at the window
    The {subject} is real enough to {colour} the floor beneath it
    I kept the accident in the upper left, where the {subject} {deed}
    Three generations ago this was a portrait, now it {deed}
    {colour} first, then {material}, then the {subject} arrived uninvited
    {a place} can hold one {subject} and no explanations
    Removed {knob}; the dream stood by itself for a moment
    The {subject} dreams of being {material}, the {material} dreams of nothing
    Under {weather} everything {deed} sooner or later
    This {subject} was hiding between two seeds
    If the {place} had a voice it would be {colour}
    Number forty of the night: the {subject} {deed} again, differently
    {material} remembers the {subject} better than I do
    There is a door in the {weather}, and the {subject} is the key
    Wide enough for the {place}, not for what the {subject} wants
    Made the {subject} smaller until the {place} began to breathe
    {knob} was holding up the whole {place}
    Half {subject}, half {weather}, entirely awake
    The model insisted on {material}, and it was right
    Low in the frame, in {colour}, the {subject} {deed}
    Nothing here was planned but the {colour}
    What the {subject} left in the {place} is still warm
    Slow zoom out of the {place}: the {subject} was the horizon
    {weather} has no edges, so I borrowed those of the {subject}
    Tonight the {subject} answers in {material}
    An empty {place} is never empty at this seed
    I named this mistake {weather}
    The {subject} {deed} whenever {knob} is taken away
    Between {colour} and dark there is {a place}
    Let the {subject} be {material} for once
    A series about {weather} that the {subject} keeps interrupting
    Look long enough and the {place} {deed}
    The strangest part is how calm the {subject} is about the {material}
    Two moons were too many, so the {subject} kept one
    Rendered at the edge of sense: {subject}, {place}, {colour}
    It began as noise and ended as {a subject}
    The {place} was promised to somebody else
    Here the {weather} is indoors and the {subject} outside
    More steps gave detail, fewer gave the {subject} a soul
    {material} does not burn, but look at it against {colour}
    Where the {subject} {deed}, the grain turns to fur
    A quiet failure: the {subject} should have been singing
    Found the {place} while looking for {knob}
    The {subject} crosses the frame as if it paid rent
    {colour} light from a source that the prompt never mentioned
    Every {subject} in this series owes the first one an apology
    In the next version the {weather} speaks
    This panorama has no middle, the {subject} saw to that
    Leave {knob} alone and the {place} closes
    Pulled a thread of {material} and the {subject} came with it
    The dream was about {knob}, the picture is about {a place}
    Some nights the {subject} {deed} before I press anything
    Salted the prompt with {weather} and tasted {colour}
    The {subject} stands where the vanishing point should be
    Once more into the {place}, this time in {colour}
  `),
  afterthoughts: lines(`
    The seed stays secret
    {knob} goes next
    It hums if you lean in
    No two of them agree
    {material} was not in the prompt
    I would live in the left third
    The dark half is the true half
    Do not ask the {subject}
    Only {weather} was asked for
    Kept for its silence
    The rest of the series is louder
    A good failure
    {colour} will come back
    Nothing was corrected
    It looks away when watched
    The edge is the picture
    Sleep did not help
    One more turn of the dial
    That door was always there
    Somebody left a light on
    It ends where it wants
    The grain knows
  `),
  imagePrompts: lines(`
    Wide surreal panorama of {a subject} made of {material}, standing in {a place}, {weather}, {colour} palette, vast and hushed
    Wide surreal landscape where {a subject} {deed}, {place} in the distance, {weather}, {colour} light, dreamlike
    Wide surreal scene, {a subject} half submerged in {material}, {colour} reflections, {weather}, solemn
    Wide surreal view of {a place} seen from above, tiny {subject} in the centre, {colour} mist, lonely
    Wide surreal night, {a subject} glowing from inside, {material} surfaces, {place}, {weather}, tender
    Wide surreal horizon built of {material}, {a subject} crossing it, {colour} sky, slow {weather}
    Wide surreal interior of {a place}, {weather} indoors, {a subject} at the far end, {colour} dusk
    Wide surreal procession of many {subject} shapes through {a place}, {colour} dust, ceremonial
    Wide surreal diptych feeling, left side {material}, right side {weather}, {a subject} joining them, {colour}
    Wide surreal mirror lake, {a subject} above and {material} below, {colour} gradient, perfect stillness
    Wide surreal ruins of {a place}, overgrown with {material}, {a subject} nesting there, {colour} morning
    Wide surreal sky filled with {weather}, {a subject} tethered by a thread, {place} underneath, weightless
    Wide surreal desert, {a subject} casting the shadow of another thing, {colour} sand, {material} rocks
    Wide surreal sea of {material}, {a subject} as an island, {weather}, {colour} foam, remote
    Wide surreal cross-section of a hill, {a subject} sleeping inside, roots of {material}, {colour} soil
    Wide surreal stage, curtains of {weather}, {a subject} alone in {colour} spotlight, {place} painted behind
    Wide surreal forest of tall {material} columns, {a subject} between them, {colour} haze, devout
    Wide surreal window into {a place}, frame of {material}, {a subject} looking back, {colour} glow
    Wide surreal storm, {weather} around {a subject}, torn {material}, deep {colour}, feverish
    Wide surreal map come alive, rivers of {material}, {a subject} as a mountain, {colour} ink, lucid
    Wide surreal still life, enormous {subject} on a small table, {material} cloth, {colour} wall, uneasy calm
    Wide surreal staircase leading to {a place}, {a subject} resting halfway, {weather}, {colour} steps
    Wide surreal underwater {place}, {a subject} drifting, ribbons of {material}, {colour} depth
    Wide surreal winter, {a subject} wrapped in {material}, footprints leading nowhere, {colour} shadows
    Wide surreal theatre of clouds, {a subject} as the only actor, {weather}, {colour} balcony light
    Wide surreal crossroads, four weathers meeting at {a subject}, {place}, {colour} and {material}
    Wide surreal giant hand-free still scene of {a subject} balanced on {material}, {colour} void, precise
    Wide surreal harvest of {material}, {a subject} among the rows, {place}, {colour} late light
    Wide surreal eclipse over {a place}, {a subject} {deed}, {colour} corona, radiant
    Wide surreal archive, shelves of {weather} in jars, {a subject} misplaced, {colour} lamps
    Wide surreal bridge made of {material}, {a subject} underneath, {weather}, {colour} canyon
    Wide surreal garden where {a subject} grows like a plant, {material} petals, {colour} evening, forgiving
    Wide surreal reflection without an original, {a subject} of {material}, {colour} water, {place} above
    Wide surreal train window view, {place} rushing by, {a subject} standing still, {weather}, {colour}
    Wide surreal cathedral of {material}, light falling on {a subject}, {colour} dust, immense
    Wide surreal tide pulling back from {a place}, revealing {a subject}, {colour} sand, {weather} far away
    Wide surreal labyrinth seen at eye height, walls of {material}, {a subject} at the turn, {colour} fog
    Wide surreal parade float carrying {a subject}, no crowd, {weather}, {colour} streamers of {material}
    Wide surreal valley folded like paper, {a subject} in the crease, {colour} slopes, hushed
    Wide surreal aftermath, {a subject} cooling into {material}, {place}, thin {weather}, {colour} embers
  `),
  titles: lines(`
    {subject} of {material}
    {weather}
    The {place}
    {subject}, {colour}
    The {subject} {deed}
    After {weather}
    {material} and {colour}
    Night of the {subject}
    {place}, again
    Without {knob}
  `),
};
