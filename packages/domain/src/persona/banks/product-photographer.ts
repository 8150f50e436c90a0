import { lines, type TextBank, words } from './bank.ts';

export const productPhotographerBank: TextBank = {
  persona: 'product_photographer',
  version: 1,
  workflow: 'product_photo',
  slots: {
    finish: words(`
      dented, matte, hand-thrown, secondhand, waxed, speckled, unglazed, brushed, travel-worn, brand-new, oiled, slim, squat, heavy, plain, mended
    `),
    did: words(`
      moved, flagged, feathered, lowered, gridded, doubled, rotated, clamped, taped, bounced, dimmed, levelled, stacked, metered, angled, raised
    `),
    what: words(`
      reflectors, flags, strobes, backdrops, clamps, mirrors, gobos, diffusers, plinths, tripods, sandbags, gels, shutters, spotlights, wedges, tables
    `),
    undid: words(`
      skipped, erased, forgot, dusted, softened, hid, trimmed, cooled, removed, cloned, muted, blurred, ignored, wiped, swallowed, cropped
    `),
    other: words(`
      fingerprints, hotspots, seams, dust, glare, tape, wrinkles, labels, cables, smudges, stains, noise, creases, halos, threads, scratches
    `),
    when: words(`
      twice, overnight, before lunch, after rain, at dawn, since Tuesday, past closing, mid-session, until dusk, by noon, between deliveries, last of all, early, all morning, ten times, lately
    `),
    how: words(`
      by hand, on purpose, with tweezers, without mercy, in camera, tethered, slowly, blindfolded almost, to scale, for contrast, out of habit, cheaply, by eye, against advice, with foil, patiently
    `),
    subject: ['{finish} {object}'],
    object: words(`
      frosted teapot, brass desk lamp, perfume bottle, ceramic mug, leather wallet, wrist watch, glass carafe, candle jar,
      fountain pen, copper kettle, soap bar, wooden brush, steel thermos, linen pouch, honey jar, pepper mill, silver ring,
      running shoe, folding knife, enamel bowl, hand cream tube, whisky tumbler, card holder, bud vase, tea tin, loafer,
      travel razor, cast iron pan, spice tin, glass dropper
    `),
    surface: words(`
      honed slate, raw plywood, wet basalt, travertine, white acrylic, crumpled kraft paper, brushed steel, pale oak,
      poured concrete, linen cloth, black sand, terrazzo, frosted glass, cork, green marble, grey felt, salt, cracked clay
    `),
    colour: words(`
      bone white, moss green, burnt orange, dusty pink, ink blue, butter yellow, clay red, warm grey, pale teal, plum,
      charcoal, sage, rust, cream, cobalt, olive
    `),
    light: words(`
      one large softbox, a single hard lamp, window light, a strip light from behind, bounced light, a snoot from above,
      two flags and a lamp, a low side light, light through tracing paper, a ring of small mirrors, a gridded spot
    `),
    prop: words(`
      a dried fern, two pebbles, a folded napkin, a sliced lemon, a brass clip, a coil of string, a broken tile, an olive
      branch, a drop of water, a sugar cube, a paper cone, a length of ribbon, a scrap of velvet, an eggshell
    `),
    detail: words(`
      the hinge, the stitching, the rim, the label edge, the base, the cap, the handle, the seam, the engraving, the clasp,
      the shoulder, the spout, the grain, the bevel, the lid
    `),
  },
  captions: lines(`
    {subject} on {surface}, and the {colour} backdrop finally behaves
    Moved the {subject} two centimetres to the left, which is where it wanted to be all along
    {light} was enough for the {subject}; everything else got in the way
    The {subject} needed {surface} under it before {detail} read as anything at all
    A highlight along {detail}, nothing blown out, {colour} behind
    Spent the morning removing one reflection from the {subject}
    {prop} stayed in the frame because the {subject} looked lonely without it
    {colour} on {colour}, with the {subject} holding the only edge
    Clean packshot of the {subject}, shadow kept because it tells the height
    First frame of the {subject} was the best one, as it often is
    {surface} drinks the light, so the {subject} got a second flag
    You can count the threads at {detail} now
    The {subject} throws a long shadow over {surface} and I left it whole
    Swapped white for {colour} and the {subject} stopped floating
    Dust brush, tweezers, patience: the {subject}
    For the {subject}, {light} from the left and a card on the right
    Nothing in this picture but the {subject}, {surface} and a reason for both
    The client side of the {subject} is the front; the interesting side is {detail}
    Focus sits on {detail} and falls away before the {subject} ends
    Twelve frames stacked so that the whole {subject} is sharp
    Warmer by three hundred kelvin and the {subject} feels used, in a good way
    {detail} catches the lamp exactly once
    {a subject} is mostly a mirror with a shape, so the room had to be grey
    The seam of the backdrop is hidden behind the {subject}; please do not look for it
    Underexposed a third of a stop to keep the {colour} honest
    Tried {prop} on the right, then on the left, then kept it behind the {subject}
    {subject}, straight on, no tricks, {surface} below
    The gradient behind the {subject} goes from {colour} to almost nothing
    Water beads on the {subject} last four minutes under this lamp
    Square crop, because the {subject} is wider than it thinks
    {surface} came out of the workshop bin and suits the {subject} better than marble
    Rotated the {subject} until {detail} stopped shouting
    One lamp, one {subject}, one afternoon
    The {subject} casts {a colour} tint on {surface} that no filter gave it
    Flat lay of the {subject} with {prop}, all corners square
    It took a sheet of black card to draw the edge of the {subject}
    Left the fingerprints off the {subject} and the wear on
    {light} makes {detail} look newer than it is
    A catalogue wants the {subject} plain, so here it is plain
    The {subject} sits low in the frame to give {colour} some room
    Edge light on both sides, darkness in the middle, {subject} in between
    Polished the {subject} for longer than it took to photograph
    {prop} gives the scale that the {subject} never had
    Same {subject} as last week, now on {surface}, now believable
    The reflection in {detail} is the window, and it may stay
    Pulled the backdrop a metre back and the {subject} came forward
    {colour} paper bent into a sweep, {subject} at the bottom of the curve
    Shot the {subject} tethered, checked {detail} at full size, slept well
    No retouching on {detail}, only a better angle
    The {subject} leans a little, which is the handmade part
    Two exposures of the {subject}: one for the body, one for {detail}
    White balance off the label of the {subject}, not off the card
    {surface} and {colour} were a guess, and the {subject} agreed
    Hard light suits the {subject}; soft light made it polite
    A polariser took the sheen off the {subject} and left its colour
    Kept a hand's width of air above the {subject}
    The {subject} from above is a circle, so I went lower
    Black foam under the {subject} to stop {surface} from glowing
    {detail} in the sharp third, {prop} in the blurred one
    Five versions of the {subject}, and the plainest sells it
    When {light} fails, the {subject} shows it first
    Today the {subject} got the good lens
  `),
  afterthoughts: lines(`
    The shadow does the rest
    Next time without {prop}
    {colour} was the last thing to fall into place
    No crop
    The lens did less than the card on the right
    {surface} will be back
    Still not sure about {prop}
    Only {detail} was retouched
    Everything else is off the table, literally
    The edge light is doing quiet work
    It prints darker than it looks
    Tomorrow from the other side
    A slower shutter would have been a mistake
    Look at {detail} first
    The lamp was closer than you think
    That took longer than it should
    The set is already gone
    Worth the second battery
    A plain background is never plain
    {light} and nothing more
    The tape marks are still on the table
    Less was the answer again
  `),
  imagePrompts: lines(`
    Product photo of {a subject} on {surface}, {colour} backdrop, {light}, soft shadow to the right, calm and clean
    Product photo of {a subject}, on {surface} beside {prop}, {light}, palette of {colour} and white, centred, generous space
    Product photo of {a subject} seen from slightly above, on {surface}, {colour} paper sweep, crisp highlights
    Product photo of {a subject}, on a low plinth of {surface}, {colour} wall behind, one long shadow, sculptural mood
    Product photo of {a subject} in three-quarter view, on {surface}, {light}, gradient from {colour} to off-white
    Product photo of {a subject}, on {surface}, close-up on {detail}, shallow depth of field, {colour} tones
    Product photo of {a subject} floating above {surface}, small contact shadow, {colour} background, airy
    Product photo of {a subject}, on {surface} dusted with water drops, {light}, cool {colour} palette, fresh mood
    Product photo of {a subject} lying on {surface}, flat lay with {prop}, strict grid, {colour} and neutral tones
    Product photo of {a subject}, on stacked blocks of {surface}, {colour} accents, balanced composition, gallery light
    Product photo of {a subject} against a plain {colour} wall, on {surface}, hard noon-like light, graphic shadow
    Product photo of {a subject}, on {surface} with {prop} in the blurred foreground, warm {colour} glow
    Product photo of {a subject} in front view, on {surface}, symmetrical, {light}, restrained {colour} palette
    Product photo of {a subject}, on a mirror over {surface}, clean reflection, {colour} haze behind, precise edges
    Product photo of {a subject} and its shadow, on {surface}, tall shadow as second subject, {colour} light
    Product photo of {a subject}, on {surface}, dark and moody, rim light along {detail}, deep {colour}
    Product photo of {a subject}, on {surface}, high key, nearly white on white, {colour} only in {detail}
    Product photo of {a subject} half wrapped in tissue paper, on {surface}, {colour} tissue, quiet unboxing scene
    Product photo of {a subject}, on the corner of a table of {surface}, {colour} wall, window light with soft bars
    Product photo of {a subject} beside its empty box, on {surface}, {colour} box, tidy catalogue composition
    Product photo of {a subject}, on {surface} among {prop} and small stones, earthy {colour} palette, natural mood
    Product photo of {a subject} seen from the side, on {surface}, silhouette edge lit, {colour} backdrop fading out
    Product photo of {a subject}, on {surface}, square arrangement of four angles, {colour} background, even light
    Product photo of {a subject}, on a turntable of {surface}, {light}, neutral grey and {colour}, technical clarity
    Product photo of {a subject} in a shallow box of {colour} sand, next to {surface}, raking light over ripples
    Product photo of {a subject}, on {surface}, framed by an arch of {colour} paper, soft frontal light
    Product photo of {a subject} on folded cloth over {surface}, {colour} cloth, {light}, domestic calm
    Product photo of {a subject}, on {surface}, large negative space on the left, {colour} field, editorial look
    Product photo of {a subject} with steam rising faintly, on {surface}, backlit, {colour} background, cosy
    Product photo of {a subject}, on {surface}, macro on {detail} filling the frame, texture first, {colour} light
    Product photo of {a subject} between two sheets of frosted acrylic, on {surface}, diffused {colour} outlines
    Product photo of {a subject}, on {surface}, hung by a thin cord, gentle swing blur in the shadow, {colour} wall
    Product photo of {a subject} on a pile of {colour} books without lettering, {surface} table, window light
    Product photo of {a subject}, on {surface}, split background of {colour} and cream, strong diagonal line
    Product photo of {a subject} in a row of three identical ones, on {surface}, the middle sharp, {colour} backdrop
    Product photo of {a subject}, on {surface}, late low light, warm edges, {colour} shadows, calm evening mood
    Product photo of {a subject} with {prop} balanced on top, on {surface}, playful still life, {colour} wall
    Product photo of {a subject}, on {surface}, overhead with radiating shadows from three lamps, {colour} base
    Product photo of {a subject} seen through {a colour} glass pane, on {surface}, partial reflection, minimal
    Product photo of {a subject}, on {surface} with a thin line of {colour} light across {detail}, dark surroundings
  `),
  titles: lines(`
    {subject}, {colour}
    {subject} on {surface}
    Study of {a subject}
    {colour} and {detail}
    {subject} with {prop}
    One lamp, one {subject}
    The {subject} again
    {surface}, low light
    {subject}, plain
    Edges of {a subject}
  `),
};
