/** People of the demo gallery: invented names, and what they show and say. */
export const peopleNames: readonly { readonly username: string; readonly name: string }[] = [
  { username: 'marta.k', name: 'Marta Kowalik' },
  { username: 'jonas_w', name: 'Jonas Weidner' },
  { username: 'priya-draws', name: 'Priya Raman' },
  { username: 'tomasz', name: 'Tomasz Lis' },
  { username: 'elif.s', name: 'Elif Sarı' },
  { username: 'noah.b', name: 'Noah Brandt' },
  { username: 'camille', name: 'Camille Roux' },
  { username: 'diego.m', name: 'Diego Marín' },
  { username: 'aiko-n', name: 'Aiko Nakano' },
  { username: 'fatou', name: 'Fatou Diarra' },
  { username: 'lars.h', name: 'Lars Holm' },
  { username: 'grace.o', name: 'Grace Okafor' },
];

export type PictureIdea = {
  readonly prompt: string;
  readonly titles: readonly string[];
  readonly descriptions: readonly string[];
};

export const pictureIdeas: readonly PictureIdea[] = [
  {
    prompt: 'holiday snapshot of mountains and a lake',
    titles: ['Up at the lake', 'Worth the climb', 'Morning above the valley'],
    descriptions: ['We had it to ourselves until nine.', 'My knees disagree, but look at it.', ''],
  },
  {
    prompt: 'holiday snapshot of the sea at sunset',
    titles: ['Last evening by the sea', 'No filter needed', 'The walk back'],
    descriptions: ['Nobody wanted to go home.', 'Third evening in a row like this.', ''],
  },
  {
    prompt: 'holiday snapshot of a city at night',
    titles: ['Night bus window', 'My street at eleven', 'City hum'],
    descriptions: ['Waiting for the lights to change.', 'From the kitchen window.', ''],
  },
  {
    prompt: 'holiday snapshot of hills and fields in spring',
    titles: ['Sunday round', 'Green again', 'Behind the village'],
    descriptions: ['Forty minutes by bike, all uphill on the way back.', 'Finally warm enough.', ''],
  },
  {
    prompt: 'holiday snapshot of a forest in autumn',
    titles: ['Leaf season', 'Found the good path', 'Quiet woods'],
    descriptions: ['The dog insisted on this turn.', 'Smelled of rain and mushrooms.', ''],
  },
  {
    prompt: 'product photo of a mug from my first pottery class',
    titles: ['First mug that holds water', 'Out of the kiln', 'It leans, I know'],
    descriptions: ['Four weeks of evenings.', 'The handle is the third attempt.', ''],
  },
  {
    prompt: 'product photo of a plant from the balcony',
    titles: ['It survived the move', 'New leaf today', 'Balcony resident'],
    descriptions: ['I water it when I remember.', 'Bought half dead in March.', ''],
  },
  {
    prompt: 'social poster: choir concert on Friday',
    titles: ['Poster for our choir', 'Come and sing', 'For the notice board'],
    descriptions: ['Printed forty of these.', 'Feedback welcome before I print it.', ''],
  },
  {
    prompt: 'pixel art sprite of a cat',
    titles: ['My daughter drew this', 'Learning pixels', 'The cat, simplified'],
    descriptions: ['She is seven and very strict about ears.', 'Second evening with this.', ''],
  },
  {
    prompt: 'wide surreal landscape with a moon',
    titles: ['Doodle on the train', 'Could not sleep', 'Something from a dream'],
    descriptions: ['Not sure where this was going.', 'Made in one sitting.', ''],
  },
  {
    prompt: 'holiday snapshot of a snowy winter landscape',
    titles: ['First snow', 'Minus eleven', 'Everything muffled'],
    descriptions: ['Gloves off for exactly one picture.', 'Tea afterwards was perfect.', ''],
  },
];

/** A title and a description of an idea, by one draw in [0, 1). */
export function captionFor(idea: PictureIdea, draw: number): { title: string; description: string } {
  const index = Math.floor(draw * idea.titles.length * idea.descriptions.length);
  return {
    title: idea.titles[index % idea.titles.length] ?? 'Untitled',
    description: idea.descriptions[Math.floor(index / idea.titles.length)] ?? '',
  };
}

export const remarks: readonly string[] = [
  'This made me stop scrolling.',
  'How long did this take you?',
  'The colours here are so good.',
  'Saving this for later.',
  'I would hang this on my wall.',
  'Not usually my thing, but I like it.',
  'Could you show a version with more light?',
  'My kid loves this one.',
  'That background is doing a lot of work.',
  'Simple and it works.',
  'Where would you use something like this?',
  'Came back to look at it again.',
  'The composition is lovely.',
  'Would love to see more of these.',
  'Is there a bigger version somewhere?',
  'Ha, that is exactly the mood today.',
  'The details in the corner!',
  'Clean. Very clean.',
  'I keep noticing new things in it.',
  'Good one.',
];
