import { type Bank, lines, words } from './bank.ts';

export const interfaceMockUp: Bank = {
  scene: ['subject', 'form', 'component', 'state', 'colour', 'accent', 'layout', 'goal'],
  words: {
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
      a single column, an eight-point grid, two quiet cards, one large number, a split header, generous white space, a thumb-reach footer,
      a full-bleed map, stacked sections, a centred dial, left-aligned labels, three short rows, a sticky summary, a narrow rail
    `),
    goal: words(`
      fewer taps, calmer mornings, no dead ends, readable at arm's length, one decision at a time, nothing to remember, an easy undo,
      room for long names, focus order that makes sense, no colour-only signals, less scrolling, one clear exit, targets big enough for gloves,
      words before icons, quicker scanning, zero surprises
    `),
    token: words(`
      4 px, 8 px, 12 px, 16 px, 24 px, 44 px, 48 px, 4.5 to 1, 7 to 1, 120 ms, 200 ms, 14 pt, 17 pt, 320 px, 1.5 line height, 60 characters
    `),
    element: words(`
      label, hint, icon, heading, divider, button, focus ring, caption, badge, padding, contrast, hierarchy, touch target, motion, margin,
      tooltip, helper text, border, placeholder, caret
    `),
    act: words(`
      removed, merged, renamed, widened, moved, tested, aligned, softened, enlarged, reordered, delayed, rewrote, grouped, halved, exposed, hid, doubled, questioned
    `),
    tester: words(`
      keyboard only, a screen reader, a cracked phone, bright sun, 200 percent zoom, a left thumb, winter gloves, slow network,
      greyscale, a toddler nearby, reduced motion, a German translation, airplane mode, shaky hands
    `),
  },
  imagePrompt: lines(`
    #form.capitalize# mock-up of a #subject# app, #state# state, #component# as the main element, #layout#, #colour# surface with #accent# accents, minimal and legible
    #form.capitalize# mock-up of a #subject# app with a #component#, #layout#, palette of #colour# and #accent#, #state# state, soft shadows, quiet mood
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
    The #component# of this #subject# screen #hedge# disappears, leaving #accent# for what matters
    #state.capitalize# view of the #subject# app, #component# first, #element# second
    #act.capitalize# the #element# so the #subject# #component# fits #tester#
    #layout.capitalize# gives the #subject# app #goal#
    #colour.capitalize# surface, #accent# action, one #component#: #subject# is done
    Designed the #subject# #state# state #when#, starting from the #element#
    A #subject# app owes people #goal#, hence the #component#
    #goal.capitalize# was the brief, #subject# the excuse, #layout# the answer
    #ordinal.capitalize# #component# for #subject#, now #act# and #act#
    #subject.capitalize# at #token#, #component# at #token#, the rest is air
    Tried the #subject# screen with #tester# and #act# the #element#
    Everything #accent# in this #subject# app can be tapped #verdict#
    The #element# carries the #subject# screen, the #component# follows
    One #component#, #layout#, #colour#: a #subject# app #when#
    #element.capitalize# and #element# share #token# in the #subject# mock-up
    #tester.capitalize# broke the old #subject# #component#, so #layout# it is
    For #subject# the #state# state is the product, not the #component#
    #act.capitalize# #number# things from #subject# and kept the #component#
    This #subject# #component# turns #accent# only when #state#
  `),
  remark: lines(`
    #element.capitalize# at #token#, #element# at #token#
    #act.capitalize# the #element# #when#
    Passes with #tester#, fails with #tester#
    #goal.capitalize# before #goal#
    The #element# still needs #token#
    #tester.capitalize# next
    #number.capitalize# variants, one #element# #act#
    Contrast is #token# #verdict#
    No #component#, no #component#, just #goal#
    #hedge.capitalize# #act# the #element#
    It asks for #goal# and nothing more
    The #component# moves in #token#
    Watch the #element# under #tester#
    We lost a #component# and gained #goal#
    Checked with #tester# and #tester#
  `),
  comment: lines(`
    The #ref# would pass with #tester#, #tail#
    Keeping the #ref# this quiet took discipline at the #element#
    The #ref# could lose its #element# and still be understood, #tail#
    I would give the #ref# another #token# and stop there
    The #ref# led the eye before any #element# could, #tail#
    Even under #tester# the #ref# should stay legible
    The #ref# made #goal# look easy, #tail#
    One clear focus, the #ref#, and every #element# respects it
    The #ref# deserved that much white space, #tail#
    Somebody #act# the #element# near the #ref#, and it paid off
    The #ref# had the hierarchy I spent #number# drafts looking for
    Would the #ref# still work as a #component#, I think so
    The #ref# answered the question before the #element# did
    For #goal#, the #ref# could be #hedge# larger, though I like its restraint
    The #ref# kept its #element# consistent, #tail#
  `),
};
