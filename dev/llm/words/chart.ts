import { type Bank, lines, words } from './bank.ts';

export const chart: Bank = {
  scene: ['subject', 'group', 'form', 'period', 'finding', 'colour', 'accent'],
  words: {
    stat: words(`
      median, mean, range, slope, variance, quartile, correlation, rank, ratio, trend, residual, total, rate, spread,
      mode, skew, decile, interval, lag, moving average
    `),
    caveatdoes: words(`
      is small, is estimated, reported late, changed once, hides a split, went unmeasured, is wide, is missing,
      drifted, is not adjusted, distorts it, relied on memory, counts twice, was rounded, stops early, needs a
      footnote, overlaps, excludes weekends, skews young
    `),
    caveatwhat: words(`
      the sample, February, one station, the definition, the median, the night shift, the margin, one district, the
      sensor, inflation, every holiday, the survey, week 31, the census, the archive, a strike, the old form, the
      control group
    `),
    findwhat: words(`
      peak, dip, plateau, outlier, gap, hump, step, cluster, tail, slope, halving, doubling, order, spread, crossover,
      bend, spike, valley, ceiling, wobble, kink
    `),
    findkind: words(`
      late, flat, double, missing, stubborn, seasonal, reversed, narrowing, sudden, hidden, early, widening, lonely,
      steady, jagged, delayed, local, shallow, lopsided, recurring
    `),
    periodwhat: words(`
      twelve weeks, one winter, five summers, 400 days, a decade, 53 weeks, three quarters, 90 nights, two lockdowns,
      eleven school terms, a leap year, seven Aprils, sixty Mondays, the dry months, thirty tides, four budgets, a
      heatwave, six elections, one strike, eight harvests, nineteen Fridays
    `),
    periodway: words(`
      over, during, across, through, within
    `),
    groupwhat: words(`
      weekday, district, household, age band, hour, route, season, station, coast, income fifth, month, operator,
      ward, school year, river basin, postcode, vehicle type, floor, decade, shift, parish, fare zone, altitude,
      language, timetable
    `),
    groupway: words(`
      by, across, per, between, within, sorted by, split by, grouped by
    `),
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
      #groupway# #groupwhat#
    `),
    form: words(
      `bar chart, line chart, donut chart, heat map, scatter plot, stacked bar chart, area chart, slope chart, dot plot, small multiples chart`,
    ),
    period: words(`
      #periodway# #periodwhat#
    `),
    finding: words(`
      #findkind.a# #findwhat#
    `),
    axis: words(`
      baseline, y axis, legend, footnote, tick row, source line, grid, direct label, annotation, log scale, error bar,
      axis title, confidence band, colour key, subtitle, unit, reference line, margin, sort order, bin width, x axis,
      callout, zero line, rug plot, caption, hatching
    `),
    act: words(`
      dropped, shortened, sorted, annotated, widened, muted, moved, checked, re-binned, indexed, smoothed, labelled,
      zeroed, rotated, merged, separated, rounded, greyed, clipped, weighted, stacked, swapped, thinned, dated
    `),
    caveat: words(`
      #caveatwhat# #caveatdoes#
    `),
    share: words(`
      #digits# percent, #digits# minutes, #digits# of 100, one in #number#, #digits# cases, #digits# points, #digits#
      per thousand, #digits# days, #digits# rows, #digits# times
    `),
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
    #form.a.capitalize# of #subject# #group#, with the #axis# #act# #verdict#
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
    #subject.capitalize# #group#: #findkind# #findwhat#, #share#
    #form.capitalize#, #number# rows, #subject# #when#
    #stat.capitalize# #share#, #stat# #share#: #subject# #period#
    #findkind.capitalize# #findwhat# in #subject#, #caveat#
    #subject.capitalize# #act#, #axis# #act#, #findkind# #findwhat# #verdict#
    #hedge.capitalize# #findkind# #subject# #group#, #stat# #share#
    #colour.capitalize# #subject#, #accent# #findwhat#, #axis# #act#
    #groupwhat.capitalize# against #groupwhat#: #subject# #period#
    #subject.capitalize#, #stat# #digits#, #findkind# #findwhat# #when#
    #number.capitalize# #findkind# months, #subject# #group#, #share#
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
    #caveat.capitalize#, #axis# #act#
    #stat.capitalize# #digits#, #stat# #digits#
    #axis.capitalize# #act#, #axis# #hedge# #act#
    #share.capitalize# #groupway# #groupwhat#
    #findkind.capitalize# #findwhat# or #findkind# #findwhat#, #caveat#
    #number.capitalize# rows #act# #when#
    #hedge.capitalize# #act# #axis#, #hedge# #act# #stat#
    #groupwhat.capitalize# #stat# next, #groupwhat# #stat# later
  `),
  comment: lines(`
    and the #axis# stays #hedge# #act#
    with #share# less doubt than usual
    though #caveat# in my version
    so #findkind.a# #findwhat# would still show #groupway# #groupwhat#
    which #stat# and #stat# seldom manage together
    better than any #form# with #axis# #act#
    even when #caveat# and #caveat#
    like #findkind.a# #findwhat# in #subject#
    as readable as #form.a# of #subject#
    #share# clearer once the #axis# is #act#
    where I would have #act# the #axis#
    and #share# of my doubt went #when#
    so no #axis# needs to be #act#
    #findkind.a# #findwhat# told without #axis.a#
    the #stat# I would check #groupway# #groupwhat#
    calmer than #number# rows of #subject#
  `),
};
