import { type Bank, lines, words } from './bank.ts';

export const interfaceMockUp: Bank = {
  scene: ['subject', 'form', 'component', 'state', 'colour', 'accent', 'layout', 'goal'],
  words: {
    testwhat: words(`
      phone, thumb, commuter, screen reader, keyboard, grandparent, tablet, bus ride, checkout queue, waiting room,
      night shift, kitchen, classroom, switch control, magnifier, bike stand, clinic
    `),
    testhow: words(`
      a cracked, a cold, a borrowed, a shaky, a sunlit, a muted, a zoomed, a left-handed, an offline, a greyscale, a
      gloved, a hurried, a sleepy, a tilted, a low-battery, a noisy
    `),
    goalwhat: words(`
      taps, mornings, exits, decisions, defaults, errors, words, targets, signals, steps, waits, labels, hand-offs,
      undo paths, totals, checks, alerts, gestures, choices, receipts, forms
    `),
    goalhow: words(`
      fewer, calmer, kinder, quicker, no hidden, shorter, clearer, more forgiving, no lonely, undoable, slower,
      honest, no colour-only, one-thumb, plainer, predictable, bigger, warmer
    `),
    layoutpart: words(`
      column, card pair, header, footer, dial, map, rail, summary, number block, section list, grid, strip, sidebar,
      row group, drawer, panel, hero line, checklist
    `),
    layoutkind: words(`
      a single, a quiet, a split, a sticky, a centred, a full-bleed, a stacked, a narrow, an airy, a two-tone, a
      left-aligned, a thumb-high, a collapsible, an eight-point, a borderless, a floating
    `),
    subject: words(`
      medication reminder, bike rental, plant care, parcel tracking, meditation timer, ferry timetable, language flashcards,
      shared grocery list, sleep diary, museum guide, tyre pressure, blood donation, bakery pre-order, tide calendar,
      recipe scaler, dog walking, household budget, bird journal, laundry booking, concert ticket, rain alert, chess clock,
      library card, hearing test, allergy log, carpool, repair booking, reading tracker, neighbourhood map, night bus,
      invoice, visitor badge, seed catalogue, water intake, swim lap, pottery kiln, eye exercise, school message,
      energy meter, volunteer rota, hiking route, thermostat, tip splitter, noise meter, habit streak, packing list
    `),
    form: words(
      `mobile app screen, mobile app screen, mobile app screen, tablet screen, dashboard, smartwatch screen, settings screen, onboarding screen`,
    ),
    component: words(`
      bottom sheet, segmented control, date picker, progress ring, empty state, search field, card list, toggle row, stepper,
      floating button, tab bar, snackbar, slider, chip filter, skeleton loader, inline error, map pin, calendar strip,
      avatar stack, onboarding card, undo banner, accordion, swipe action, timeline, keypad, radio group
    `),
    state: words(`
      first run, offline, one-handed, error, loading, dark mode, large text, empty, confirmation, paused, landscape, read-only, overdue, permission, success, high contrast
    `),
    layout: words(`
      #layoutkind# #layoutpart#
    `),
    goal: words(`
      #goalhow# #goalwhat#
    `),
    token: words(`
      4 px, 6 px, 8 px, 10 px, 12 px, 16 px, 20 px, 24 px, 32 px, 40 px, 44 px, 48 px, 56 px, 64 px, 4.5 to 1, 5.2 to
      1, 7 to 1, 9.1 to 1, 80 ms, 120 ms, 160 ms, 200 ms, 240 ms, 300 ms, 12 pt, 14 pt, 17 pt, 20 pt, 22 pt, 320 px,
      360 px, 45 characters, 60 characters, 72 characters
    `),
    element: words(`
      label, hint, icon, heading, divider, button, focus ring, caption, badge, padding, contrast, hierarchy, touch
      target, motion, margin, tooltip, helper text, border, placeholder, caret, chevron, avatar, shadow, tap area,
      empty line, scroll hint
    `),
    act: words(`
      removed, merged, renamed, widened, moved, tested, aligned, softened, enlarged, reordered, delayed, rewrote,
      grouped, halved, exposed, muted, doubled, questioned, unified, shortened, indented, pinned, redrew, dimmed
    `),
    tester: words(`
      #testhow# #testwhat#
    `),
  },
  imagePrompt: lines(`
    #form.capitalize# mock-up of #subject.a# app, #state# state, #component# as the main element, #layout#, #colour# surface with #accent# accents, minimal and legible
    #form.capitalize# mock-up of #subject.a# app with #component.a#, #layout#, palette of #colour# and #accent#, #state# state, soft shadows, quiet mood
    #form.capitalize# mock-up, #subject# app, #layout#, #component# in #accent# over #colour#, #state# view, clear hierarchy, uncluttered
  `),
  title: lines(`
    #subject.capitalize#, #state#
    #component.capitalize# for #subject#
    #subject.capitalize# with #layout#
    #subject.capitalize# #component#
    #colour.capitalize# #subject# screen
    #state.capitalize# state, #subject#
    #subject.capitalize#: #goal#
    #subject.capitalize# in #accent#
  `),
  opening: lines(`
    #subject.capitalize# with #layout#: #goal#
    #state.capitalize# view of the #subject# app, #component# first, #element# second
    #act.capitalize# the #element# so the #subject# #component# fits #tester#
    #layout.capitalize# gives the #subject# app #goal#
    #colour.capitalize# surface, #accent# action, one #component#: #subject# is done
    Designed the #subject# #state# state #when#, starting from the #element#
    #subject.a.capitalize# app owes people #goal#, hence the #component#
    #goal.capitalize# was the brief, #subject# the excuse, #layout# the answer
    #ordinal.capitalize# #component# for #subject#, now quieter at the #element#
    #subject.capitalize# at #token#, #component# at #token#, the rest is air
    Tried the #subject# screen with #tester# and #act# the #element#
    Everything #accent# in this #subject# app can be tapped #verdict#
    The #element# carries the #subject# screen, the #component# follows
    One #component#, #layout#, #colour#: #subject.a# app #when#
    #element.capitalize# and #element# share #token# in the #subject# mock-up
    #tester.capitalize# broke the old #subject# #component#, so #layout# replaced it
    For #subject# the #state# state is the product, not the #component#
    #act.capitalize# #number# things from #subject# and kept the #component#
    This #subject# #component# turns #accent# only when #state#
    #subject.capitalize#, #state# #component#, #layoutkind# #layoutpart#
    #component.capitalize# #act#, #element# #act#: #subject# #when#
    #goal.capitalize#, #token# #element#, #subject# #component#
    #colour.capitalize# #layoutpart#, #accent# #component#, #subject# #verdict#
    #token.capitalize# #element#, #token# #element#, #subject# #hedge# #act#
    #testhow.capitalize# #testwhat#, #subject# #component#, #goal#
    #hedge.capitalize# #act# #subject# #element#, #component# #verdict#
    #subject.capitalize# #state# state #when#, #component# #act#
    #layout.capitalize#, #number# #subject# rows, #accent# #element#
    #subject.capitalize# #component# versus #testhow# #testwhat#: #goal# #hedge# won
  `),
  remark: lines(`
    #element.capitalize# at #token#, #element# at #token#
    #act.capitalize# the #element# #when#
    Passes with #tester#, fails with #tester#
    #goalhow.capitalize# #goalwhat# before #goalhow# #goalwhat#
    The #element# still needs #token#
    #tester.capitalize# next
    #number.capitalize# variants, one #element# #act#
    Contrast is #token# #verdict#
    No #element#, no #element#, just #goal#
    #hedge.capitalize# #act# the #element#
    It asks for #goal# and nothing more
    The #component# moves in #token#
    Watch the #element# under #tester#
    We lost #component.a# and gained #goal#
    Checked with #tester# and #tester#
    #element.capitalize# #token#, #component# #token#
    #act.capitalize# #element#, #hedge# #act# #element#
    #testhow.capitalize# #testwhat# #when#, #testhow# #testwhat# #when#
    #number.capitalize# #component# drafts #act# #verdict#
    #goalhow.capitalize# #goalwhat#, #goalhow# #goalwhat#
    #hedge.capitalize# #act# #component#, #element# #act#
    #layoutkind.capitalize# #layoutpart# #act# #when#
    #element.capitalize# #hedge# beats #element#
  `),
  comment: lines(`
    so #testhow# #testwhat# could cope
    and #token# more #element# would ruin it
    with #goalhow# #goalwhat# than most #component# work
    even for #testhow# #testwhat# #when#
    like #layoutkind# #layoutpart# with #goalhow# #goalwhat#
    as quiet as #component.a# at #token#
    because every #element# got #hedge# #act#
    and the #element# never needed #token#
    the #goalhow# #goalwhat# I #act# #number# drafts for
    where my #component# would have been #act#
    clear as #component.a# in #state# mode
    which survives #testhow# #testwhat# and greyscale
    no #element# louder than #token#
    so keep the #element# and skip the #component#
    better than any #subject# #component# #verdict#
    and #goalhow# #goalwhat# follow #hedge#
  `),
};
