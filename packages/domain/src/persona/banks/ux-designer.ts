import { lines, type TextBank, words } from './bank.ts';

export const uxDesignerBank: TextBank = {
  persona: 'ux_designer',
  version: 1,
  workflow: 'interface',
  slots: {
    finish: words(`
      offline, shared, one-handed, quieter, printable, second-hand, low-vision, pocket, weekday, multilingual, borrowed, slow-network, kitchen-wall, volunteer-run, unbranded, first-time
    `),
    did: words(`
      aligned, prototyped, relabelled, spaced, grouped, tested, sketched, nudged, paired, simplified, rewired, reordered, documented, measured, framed, reworded
    `),
    what: words(`
      margins, labels, tabs, inputs, headings, states, targets, lists, drawers, tokens, baselines, hints, columns, previews, gestures, buttons
    `),
    undid: words(`
      removed, merged, hid, muted, cut, flattened, retired, collapsed, delayed, unboxed, dropped, softened, unlinked, skipped, shelved, deleted
    `),
    other: words(`
      icons, modals, tooltips, badges, shadows, spinners, carousels, dividers, toasts, animations, gradients, placeholders, ribbons, overlays, jargon, defaults
    `),
    when: words(`
      before lunch, in five tests, twice, on mobile, after feedback, at 200 percent, since Monday, pre-handoff, mid-sprint, by Friday, in dark mode, on paper, last round, at the kiosk, during research, overnight
    `),
    how: words(`
      by keyboard, with one thumb, in grey, without icons, out loud, on a grid, by default, for everyone, in plain words, at full size, at arm’s length, with gloves, quietly, in one column, from scratch, by half
    `),
    subject: ['{finish} {object}'],
    object: words(`
      plant care app, library checkout, bus ticket screen, medication reminder, shared shopping list, recipe timer, bike
      rental map, night mode reader, water tracker, parcel locker screen, garden planner, museum guide, sleep log, repair
      booking form, allotment calendar, quiet inbox, language flash card set, ferry timetable, pet sitter profile, spare room
      heating control, choir rehearsal planner, book swap board
    `),
    component: words(`
      date picker, empty state, error message, bottom bar, progress ring, search field, toggle, card list, toast, stepper,
      filter drawer, table row, confirmation sheet, slider, tab bar, form label, avatar stack, skeleton screen
    `),
    colour: words(`
      soft grey, pale blue, warm white, sage, sand, muted violet, deep green, dusty rose, slate, cool mint
    `),
    need: words(`
      one thumb, a screen reader, bright sunlight, a cracked phone, a slow train connection, tired eyes, cold fingers, a
      first visit, a hurried parent at the door, big text settings, colour blindness, a borrowed tablet
    `),
    removed: words(`
      two icons, a whole tab, the second button, the carousel, three borders, a modal, the loading spinner, a tooltip, the
      badge, one step of five, the splash screen, a shadow
    `),
    measure: words(`
      44 pixels of target, a contrast of 7 to 1, eight-pixel steps, 16 pixels of body text, two taps, one column, 1.5 line
      height, a 12-column grid, three words per button, 200 percent zoom
    `),
  },
  captions: lines(`
    {subject}: took out {removed} and nobody missed it
    The {component} now works with {need}
    {measure} is not a detail in {a subject}
    Wrote the {component} text first, then drew the box around it
    {subject}, one screen, one question
    Reduced the {subject} until it stopped explaining itself
    {a component} that says what happened and what to do next
    {colour} background, dark text, room to breathe
    The empty state of the {subject} is the first thing people meet, so it says hello
    Tested the {subject} with {need}; the {component} failed, the rest held
    Spacing carries the hierarchy here, {colour} only helps
    The {component} lost its icon and gained a label
    No placeholder as a label, not even in {a subject}
    {measure}, measured, not guessed
    The quiet version of the {component} won
    Undo beats a warning, so the {subject} has undo
    One primary action on this screen, and it is where the thumb is
    {subject} redesigned around {need}
    The {component} keeps its size when the words grow
    Cut {removed} from the flow and the questions stopped
    Prototype of the {subject}, grey on purpose, {colour} later
    Focus order first, pixels second, {subject} third
    Everything in this {subject} can be reached with a keyboard
    {a component} should not need a tour
    The {subject} says sorry once and then fixes it
    Five people, one task, the same wrong turn: the {component}
    {colour} for rest, contrast for work
    Moved the {component} down by a third and the mistakes halved
    The best {component} is the one this {subject} does without
    Loading shows the shape of what comes, not a spinner
    Dark theme of the {subject}, checked in an actual dark room
    {need} decides more than taste
    Two columns became one and the {subject} became calm
    Named the button after what it does, in {a subject} that used to say OK
    Motion only where it tells you where a thing went
    The {component} has three states and all three are drawn
    Read the {subject} aloud and deleted half of it
    Alignment fixed, {removed} gone, coffee cold
    {a subject} for people who did not ask for an app
    Default settings are the design; the rest is a drawer
    Error in the {subject}: plain words, {colour} panel, a way back
    The numbers line up because the {component} uses tabular figures
    Made the tap area bigger than the {component} looks
    A slow connection is a design material, says this {subject}
    The onboarding of the {subject} is one sentence now
    {measure} everywhere, exceptions nowhere
    Sketch to mock-up of the {subject}, losing {removed} on the way
    Grey boxes until the {component} order is right
    The label stays visible while you type, as it should
    Kept the {component} boring so that the content can be odd
    A date is a decision, so the {component} shows the week
    {subject} at large text: nothing truncated, nothing overlaps
    It looks unfinished and it tests well
    Settings of the {subject} went from twelve to four
    {colour} divider removed, whitespace does the dividing
    The {component} confirms with words and not with colour alone
    Half of this {subject} is what it does not ask
    Consistent verbs across the {subject}, from list to {component}
    The second screen of the {subject} turned out to be the first
    Designed the failure of the {component} before its success
    Calm is a feature of {a subject}
    Less chrome, more list, same {subject}
  `),
  afterthoughts: lines(`
    {measure}
    Works with {need}
    {removed} will not return
    The rest is whitespace
    Labels stay
    No tour needed
    It passed the squint test
    Next, the error state
    Keyboard first
    The grid is invisible, good
    Nothing blinks
    Tested twice
    {colour}, barely
    Fewer words won
    The old one had five steps
    Contrast checked
    One tap less
    Quiet is not empty
    It reads well aloud
    Drawn at real size
    Still one decision too many
    The default does the work
  `),
  imagePrompts: lines(`
    Mobile app screen mock-up of {a subject}, {colour} background, single column, one clear button, short labels, airy
    Mobile app screen mock-up of {a subject}, focus on the {component}, {colour} and white, generous spacing, minimal
    Dashboard mock-up of {a subject}, three quiet cards, {colour} panel, thin dividers, calm hierarchy
    Mobile app screen mock-up of {a subject}, empty state with small line drawing, {colour}, friendly and sparse
    Mobile app screen mock-up of {a subject} in dark theme, {colour} accents, soft contrast, legible
    Dashboard mock-up of {a subject}, left navigation, large number, {colour} chart area, restrained
    Mobile app screen mock-up of {a subject}, list with {component}, {colour} separators, even rhythm
    Mobile app screen mock-up of {a subject}, three screens in a row, {colour} backdrop, simple flow
    Dashboard mock-up of {a subject}, calendar grid, {colour} highlights, light borders, tidy
    Mobile app screen mock-up of {a subject}, bottom sheet open with {component}, {colour} veil, focused
    Mobile app screen mock-up of {a subject}, big type, one illustration, {colour}, high contrast
    Dashboard mock-up of {a subject}, table with aligned figures, {colour} header, plenty of white
    Mobile app screen mock-up of {a subject}, map with rounded pins, {colour} land, minimal labels
    Mobile app screen mock-up of {a subject}, progress ring in {colour}, single sentence, centred
    Dashboard mock-up of {a subject}, two-column form, visible labels, {colour} focus ring, precise
    Mobile app screen mock-up of {a subject}, error message in plain words, {colour} card, way back visible
    Mobile app screen mock-up of {a subject}, skeleton loading state, {colour} blocks, quiet motion implied
    Dashboard mock-up of {a subject}, settings page with few toggles, {colour}, roomy
    Mobile app screen mock-up of {a subject}, before and after side by side, {colour} frame, fewer elements on the right
    Mobile app screen mock-up of {a subject}, search field and results, {colour}, clear empty line spacing
    Dashboard mock-up of {a subject}, component sheet showing {component} in four states, {colour} canvas, neat
    Mobile app screen mock-up of {a subject}, wireframe in grey lines, one {colour} button, honest sketch
    Mobile app screen mock-up of {a subject}, onboarding with one sentence, {colour} shape, welcoming
    Dashboard mock-up of {a subject}, type scale specimen, {colour} paper, strict baseline grid
    Mobile app screen mock-up of {a subject}, timer with large digits, {colour} ground, nothing else
    Mobile app screen mock-up of {a subject}, card with photo area and two lines, {colour}, soft corners
    Dashboard mock-up of {a subject}, tablet layout, split view, {colour} sidebar, calm
    Mobile app screen mock-up of {a subject}, checklist with large boxes, {colour} ticks, easy for one hand
    Mobile app screen mock-up of {a subject}, slider and value, {colour} track, wide margins
    Dashboard mock-up of {a subject}, weekly overview with bars, {colour}, small legend, readable
    Mobile app screen mock-up of {a subject}, profile with few fields, {colour} avatar shape, modest
    Mobile app screen mock-up of {a subject}, confirmation screen, big calm check mark, {colour} light
    Dashboard mock-up of {a subject}, kiosk screen with four large choices, {colour} tiles, accessible
    Mobile app screen mock-up of {a subject}, notification settings grouped in three, {colour}, orderly
    Mobile app screen mock-up of {a subject}, on a phone lying on {colour} cloth, soft shadow, portfolio style
    Dashboard mock-up of {a subject}, annotated spacing in thin lines, {colour} notes, blueprint feel
    Mobile app screen mock-up of {a subject}, tab bar with text labels, {colour} active state, uncluttered
    Mobile app screen mock-up of {a subject}, large text setting, wrapped lines intact, {colour}, robust
    Dashboard mock-up of {a subject}, low-bandwidth version, text first, {colour} rules, fast and plain
    Mobile app screen mock-up of {a subject}, watch-sized screen beside it, {colour} ring, tiny but clear
  `),
  titles: lines(`
    {subject}
    {component}, revised
    {subject}, one column
    Without {removed}
    {component} in {colour}
    {subject} for {need}
    {measure}
    Quiet {component}
    {subject}, second pass
    Less of {a subject}
  `),
};
