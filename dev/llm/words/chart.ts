import { type Bank, lines, words } from './bank.ts';

export const chart: Bank = {
  scene: ['subject', 'group', 'form', 'period', 'finding', 'colour', 'accent'],
  words: {
    subject: words(`
      bus delays, library loans, rainfall, bread prices, night trains, swimming pool visits, park litter, bird sightings,
      bicycle counts, street trees, museum queues, tap water use, pollen levels, ferry crossings, parking fines, tea imports,
      allotment waiting lists, school lunches, power cuts, tide heights, lost umbrellas, rental rooms, vinyl sales,
      commute times, shop closures, chess ratings, coffee prices, wind energy, repair requests, hospital parking,
      noise complaints, beehive weights, hiking permits, river levels, baby names, cinema seats, battery life,
      ticket refunds, podcast lengths, marathon splits, sourdough failures, frost days, zebra crossings, potholes,
      pub quizzes, apple harvests, first buds, lift outages
    `),
    group: words(`
      by weekday, by district, per household, by age band, across ten cities, by hour of day, by route, by season, per thousand people,
      by station, by coast and inland, by income fifth, before and after 2019, by month, by operator, by ward, north and south, by school year
    `),
    form: words(
      `bar chart, line chart, donut chart, heat map, scatter plot, stacked bar chart, area chart, slope chart, dot plot, small multiples chart`,
    ),
    period: words(`
      since 1994, over twelve weeks, from 2009 to 2024, in one winter, since the last census, across five summers, in 400 days,
      over a decade, from January to June, during 53 weeks, since the timetable changed, in three quarters, between two elections, over 90 nights
    `),
    finding: words(`
      the dip in March, a late autumn peak, the long flat middle, one outlier in week 31, a doubling nobody noticed,
      the gap between east and west, a steady two percent, the Sunday hump, a step after the reform, the missing February,
      two clusters instead of one, an early plateau, the reversed order, a narrowing spread, the slow climb, a sudden halving,
      the twin peaks, a tail that never ends
    `),
    axis: words(`
      baseline, y axis, legend, footnote, tick marks, source line, grid, direct labels, annotation, log scale, error bars, axis title,
      confidence band, colour key, subtitle, unit, reference line, margin, sort order, bin width
    `),
    act: words(`
      dropped, shortened, sorted, annotated, widened, muted, moved, checked, re-binned, indexed, smoothed, labelled,
      zeroed, rotated, merged, separated, rounded, greyed
    `),
    caveat: words(`
      the sample is small, February is estimated, two stations reported late, counts exclude weekends, the definition changed once,
      the median hides a split, nobody measured nights, the margin is wide, one district is missing, returns are counted twice,
      the sensor drifted, prices are not adjusted, holidays distort it, half of it is self-reported
    `),
    share: words(`
      12 percent, 3.4 percent, a fifth, 61 of 100, one in seven, 0.8 points, 27 minutes, 140 cases, a third, 19 percent, 2.6 times,
      44 days, 5 per thousand, nine in ten, 73 percent, 8.1 degrees, 310 rows, a quarter, 6 weeks, 1.7 points
    `),
    stat: words(
      `median, mean, range, slope, variance, quartile, correlation, rank, ratio, trend, residual, total, rate, spread`,
    ),
  },
  imagePrompt: lines(`
    #form.capitalize# of #subject# #group#, #period#, #colour# marks with #accent# highlighting #finding#, pale background, short labels, generous margins, calm editorial mood
    #form.capitalize# of #subject# #period#, #group#, palette of #colour# and #accent#, one annotation at #finding#, thin grid, clear and sober
    #form.capitalize# of #subject# #group#, #finding# picked out in #accent# on #colour#, direct labels, zero baseline, infographic style
  `),
  title: lines(`
    #subject.capitalize# #group#
    #subject.capitalize#, #period#
    #subject.capitalize# and #finding#
    #form.capitalize# of #subject#
    #finding.capitalize# in #subject#
    #subject.capitalize# in #colour#
    #subject.capitalize#: #stat# #group#
    #subject.capitalize# as #form.a#
  `),
  opening: lines(`
    #subject.capitalize# #group#, #period#: #finding# is #share#
    #finding.capitalize# only shows once #subject# are drawn as #form.a#
    Plotted #subject# #period# and found #finding# at #share#
    The #stat# of #subject# moved #share# #group#
    #colour.capitalize# for #subject#, #accent# for #finding#, nothing else
    #share.capitalize# of #subject# explain #finding#
    A #form# of #subject# #group#, with the #axis# #act# #verdict#
    #ordinal.capitalize# look at #subject#: #finding#, then #share#
    #act.capitalize# the #axis# so that #subject# #group# stay comparable
    #period.capitalize#, #subject# hide #finding# behind a dull #stat#
    #subject.capitalize# are #hedge# seasonal #group#, apart from #finding#
    #number.capitalize# rows of #subject#, one #form#, and #finding#
    I expected a trend in #subject# and got #finding# #verdict#
    #group.capitalize#, #subject# differ by #share#
    Without the #axis# these #subject# would look #hedge# worse than #share#
    #form.capitalize# #when#: #subject# #group#, in #colour#
    The #accent# mark is #finding#, the #colour# field is all #subject# #period#
    #stat.capitalize# and #stat# of #subject# disagree #group#, hence #finding#
    #subject.capitalize# #period#, with #share# between best and worst
    #finding.capitalize# survives every #stat# I tried on #subject#
  `),
  remark: lines(`
    #caveat.capitalize#, so read #share# with care
    #act.capitalize# the #axis# and #act# the #axis#
    #axis.capitalize# starts at zero
    #share.capitalize# is the #stat#, not the #stat#
    #caveat.capitalize#, hence the #axis#
    The #stat# says #share#, the #stat# says less
    Kept the #axis#, #act# the #axis# #verdict#
    Next step: the same #group#
    #hedge.capitalize# more than #share# is noise
    It took #number# drafts and one #axis#
    #caveat.capitalize# and #caveat#
    #act.capitalize# #number# labels #when#
    Remove #finding# and the #stat# falls to #share#
    The grey part is #share# of unknowns
    #axis.capitalize# #act# #when#
  `),
  comment: lines(`
    The #ref# would still be clear without the #axis#, #tail#
    Showing the #ref# next to its #stat# was an honest choice, #tail#
    I checked the #axis# first and then believed the #ref#, #tail#
    The #ref# explained more in one glance than #share# ever could
    Does the #ref# hold if the #axis# is #act#, or is that the whole story
    The #ref# had a #hedge# calmer #axis# than most charts I read #when#
    If #caveat#, the #ref# may move, but the order should stay
    The #ref# deserved that much margin, #tail#
    Somebody #act# the #axis# around the #ref# and it shows, #tail#
    The #ref# gave me #share# fewer doubts than usual
    I would have #act# the #axis# near the #ref# and lost the point
    The #ref# carried one message, #tail#
    Counting the #ref# by eye gave me #share#, #tail#
    Both the #stat# and the #ref# told the same story, #tail#
    The #ref# in a #form# would be a different argument, and a weaker one
  `),
};
