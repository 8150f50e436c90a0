import { lines, type TextBank, words } from './bank.ts';

export const dataVizBank: TextBank = {
  persona: 'data_viz',
  version: 1,
  workflow: 'chart',
  slots: {
    finish: words(`
      weekday, winter, unexplained, suburban, pre-dawn, district, recorded, school-term, rainy-day, median, quarterly, seasonal, per-capita, citywide, late-evening, neighbourhood
    `),
    did: words(`
      counted, joined, sorted, binned, weighted, annotated, indexed, deflated, sampled, cross-checked, faceted, rescaled, logged, sourced, matched, relabelled
    `),
    what: words(`
      rows, medians, denominators, intervals, residuals, baselines, quartiles, footnotes, tallies, margins, outliers, averages, deciles, timestamps, breaks, codes
    `),
    undid: words(`
      dropped, merged, questioned, unstacked, rounded, excluded, unwound, faded, hatched, flattened, declined, refused, greyed, removed, distrusted, untangled
    `),
    other: words(`
      legends, pies, gridlines, forecasts, decimals, gaps, duplicates, trendlines, headlines, maps, ties, guesses, rankings, colours, peaks, causes
    `),
    when: words(`
      per quarter, before plotting, twice, since 2019, after revisions, each Monday, post-audit, by district, in March, at source, over a decade, last week, pre-release, every leap year, on request, belatedly
    `),
    how: words(`
      by hand, in public, with caveats, without smoothing, to two digits, from zero, on one axis, by rank, openly, at a glance, with error bars, in grey, conservatively, per head, in plain words, on paper
    `),
    subject: ['{finish} {object}'],
    object: words(`
      bus delays, rainfall, library loans, bakery queues, bicycle counts, allotment harvests, street lamp repairs, museum
      visits, tide heights, lost umbrellas, swimming pool visits, train cancellations, pigeon counts, tea sales, pothole
      reports, cinema seats, noise complaints, tree heights, parcel deliveries, school lunches, lift breakdowns, river
      levels, market prices, night bus riders
    `),
    unit: words('weekday, month, hour, district, season, route, week, age group, postcode, quarter'),
    mark: words('bars, dots, one line, small multiples, a heat map, a donut, steps, a slope, stacked bars, a dot plot'),
    colour: words(`
      slate blue, ochre, brick red, sea green, plain grey, teal, mustard, dark violet, rust, steel, forest green, salmon
    `),
    doubt: words(`
      one missing week, a small sample, self-reported counts, a broken sensor in spring, rounded sources, two merged
      districts, a definition that changed in the middle, a holiday that moves, late submissions, an unclear denominator
    `),
    finding: words(`
      Tuesday is the worst, the peak is an hour late, half of it is one street, nothing changed, the tail is the story, two
      groups swap places, the average describes nobody, the dip is a closure, the rise began earlier than reported, winter
      flattens everything
    `),
    figure: words(
      '3 in 10, 14 minutes, 62 percent, 1 in 40, twice, 9 percent, a third, 230 a day, 4.5 times, 18 months',
    ),
  },
  captions: lines(`
    {subject} by {unit}, from zero, because the axis is part of the argument
    {finding}, at least for {subject}
    One number from the {subject}: {figure}, give or take {doubt}
    Tried {mark} for the {subject} and the pattern stopped hiding
    {colour} marks what is certain, grey marks {doubt}
    The table of {subject} had forty columns and one question
    Annotated the outlier in the {subject} instead of deleting it
    {subject} per {unit}: {finding}
    The legend is gone, the labels sit on {mark} where they belong
    Sorted by size, not by alphabet, and the {subject} made sense
    Same {subject}, two scales, only one of them honest
    {doubt} is in the footnote and should worry you a little
    It took {mark} to see that {finding}
    No trend here, and the {subject} chart says so plainly
    {figure}: small for {subject}, large for whoever waits
    Put the {subject} on one page so that each {unit} can be compared with the next
    The baseline is last year, the {colour} line is this one
    Rounded the {subject} to what the source can bear
    {subject} look random until you split them by {unit}
    The first version of this chart lied by two pixels
    A gap in the {subject} where the data has one, not a straight line across
    {colour} for the {unit} in question, everything else stays quiet
    Read the axis first: {subject}, per {unit}, per head
    I expected growth and found {doubt}
    There are {figure} behind this bar, and they were counted twice
    {mark} instead of a pie, for the sake of everybody at the back
    The {subject} chart fits on a postcard, the caveats do not
    {finding}, which surprises nobody who takes the bus
    Where the band is wide, {doubt} is to blame
    Cropping the axis would make this exciting and wrong
    Checked the {subject} against a second source and it held
    A quiet chart of {subject}: {colour}, two labels, one rule
    The median of the {subject} hardly moves while the edges travel
    {subject} per {unit} as {mark}, drawn with the error in view
    Sometimes the news is that {finding}
    Counted the {subject} for a month before drawing a single line
    {figure} sounds like a lot until you see the rest of the {subject}
    The chart ends where the data ends, in spite of requests
    Colour-blind safe, printer safe, and still {colour}
    Before asking why, the {subject} deserve a when
    Everything left of the thin line was measured by someone else
    Reordered by {unit}, the {subject} tell a duller and truer story
    {mark} show the spread that a mean would swallow
    Each {unit} gets its own little chart and the same scale
    The title says what the {subject} did, not what the chart is
    Two decimals were cut from the {subject} and nothing was lost
    {doubt} explains the bump, so it is hatched
    From raw rows to {mark} in four steps, all written down
    What looks like a cliff in the {subject} is a change of method
    {subject} in {colour}, uncertainty in paler {colour}
    The busiest {unit} is not the one people complain about
    The chart of {subject} that I wanted needs data nobody keeps
    Direct labels, no grid, {figure} where the eye lands
    {finding}, and it took three joins to find out
    Every dot is one {unit}, every empty spot is one, too
    The denominator changed the {subject} story completely
    A slow pattern in {subject}, visible only across years
    Left the awkward {unit} in, since it is real
    Plotted twice, once with {doubt} and once without, same shape
    The smallest bar of the {subject} took the longest to verify
    An ordinary {unit} of {subject} is worth drawing as well
    {subject}: one line, one source, one honest gap
  `),
  afterthoughts: lines(`
    Source in the corner
    Mind {doubt}
    The axis starts at zero
    {figure}, if you need one number
    Corrections welcome
    The method fits in a paragraph
    Grey means unknown
    It may not survive next {unit}
    Correlation stays correlation
    Scale unchanged
    The raw rows say the same
    {colour} only where it matters
    Nothing was smoothed
    Look at the edges
    I would not bet on it
    The next release may revise it
    n is small
    One outlier, kept
    Labels before legends
    That is all the data supports
    Ask what was not counted
    Drawn without a forecast
  `),
  imagePrompts: lines(`
    Bar chart of {subject} by {unit}, {colour} bars on off-white, one bar highlighted, thin axis, calm and readable
    Line chart of {subject} over a year, single {colour} line, grey baseline, one annotated dip, generous margins
    Heat map of {subject} by hour and weekday, {colour} scale, pale grid, small labels, quiet
    Donut chart of {subject} in three parts, {colour} and two greys, direct labels, white background
    Bar chart of {subject} sorted by size, horizontal, {colour} for the top {unit}, light grey for the rest
    Line chart of {subject}, shaded uncertainty band in pale {colour}, thin median line, minimal axis
    Bar chart of {subject}, small multiples by {unit}, same scale, {colour}, tidy grid of panels
    Heat map of {subject} as a calendar, {colour} squares, empty weeks left white, neat
    Line chart of {subject}, two lines crossing, {colour} and grey, labels at the line ends
    Donut chart of {subject}, one thin {colour} slice pulled out, remaining ring light grey, simple
    Bar chart of {subject}, stacked by {unit}, muted {colour} tones, clear total line, report style
    Line chart of {subject} as steps, {colour}, vertical rule where the method changed, annotated
    Bar chart of {subject}, diverging around zero, {colour} to the right, grey to the left, symmetrical
    Heat map of {subject} by {unit}, {colour} to cream, one row outlined, soft paper texture
    Line chart of {subject} with dots for each {unit}, {colour} dots, dashed average, airy
    Bar chart of {subject}, thin bars like rain, {colour}, tall narrow format inside a wide frame
    Donut chart of {subject}, nested rings for two years, {colour} and slate, centred, balanced
    Line chart of {subject} as a ridge plot by {unit}, overlapping {colour} ridges, off-white ground
    Bar chart of {subject} beside a short table, {colour} bars, aligned figures, editorial layout
    Heat map of {subject} on a simplified city grid, {colour} blocks, blank river, schematic
    Line chart of {subject}, many grey lines and one {colour} line, thin strokes, focus on the exception
    Bar chart of {subject} with error bars, {colour}, dotted grid, laboratory neatness
    Line chart of {subject} in slope style, two points per {unit}, {colour} for the risers, grey otherwise
    Donut chart of {subject} as a clock of 24 hours, {colour} at the busy hours, pale elsewhere
    Bar chart of {subject}, isotype icons in rows, {colour} for every tenth icon, friendly public notice
    Heat map of {subject}, monthly rows over ten years, {colour} ramp, visible warming towards the right
    Line chart of {subject}, area below filled in pale {colour}, peaks labelled, plain background
    Bar chart of {subject}, waterfall from last {unit} to this one, {colour} gains, grey losses
    Line chart of {subject}, sparkline rows, one per {unit}, last point in {colour}, compact
    Donut chart of {subject}, half ring like a gauge, {colour} needle zone, restrained dashboard look
    Bar chart of {subject}, histogram with visible bins, {colour}, long tail to the right, honest axis
    Heat map of {subject}, two panels before and after, shared {colour} scale, thin divider
    Line chart of {subject}, dot plot with ranges, {colour} medians, light range bars, ordered rows
    Bar chart of {subject} drawn like a street of houses, {colour} roofs, readable heights, gentle humour
    Line chart of {subject} against {unit}, log scale marked clearly, {colour}, scientific paper style
    Heat map of {subject} as woven cloth, {colour} threads, regular pattern, data as textile
    Bar chart of {subject} with one missing bar left open, {colour} outlines, hatched gap, clear note
    Donut chart of {subject}, seven equal segments fading from {colour} to grey, weekday cycle
    Line chart of {subject} along a tide-like curve, {colour} water area, quiet coastal palette
    Bar chart of {subject}, paired bars for two years, {colour} and pale grey, wide spacing, plain
  `),
  titles: lines(`
    {subject} by {unit}
    {finding}
    {subject}, one line
    {figure}
    {subject} without a forecast
    A year of {subject}
    {subject}, sorted
    {mark} for {subject}
    The {unit} that matters
    {subject} and their doubts
  `),
};
