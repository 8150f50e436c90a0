import { randomOf } from './random.ts';
import type { Scene } from './scene.ts';

export const kinds = ['pixel', 'chart', 'product', 'interface', 'wide', 'social', 'snapshot'] as const;
export type Kind = (typeof kinds)[number];

/** Words that name a kind of picture; the earliest in the prompt wins, as a prompt opens with what it is. */
const signs: readonly (readonly [Kind, RegExp])[] = [
  ['pixel', /pixel|sprite|tileset|8-bit|16-bit|retro game|platformer|game art|voxel/],
  ['chart', /chart|graph\b|dashboard|infographic|data vi[sz]|heat ?map|histogram|scatter|plot\b|donut|pie of/],
  [
    'interface',
    /mock-?up|app screen|wireframe|user interface|\bui\b|\bux\b|component sheet|prototype|settings page|onboarding/,
  ],
  ['product', /product|packshot|e-commerce|studio (?:photo|light|shot)|still life|catalogue|catalog/],
  ['wide', /surreal|dream|abstract|generative|wide|panorama|cosmic|flow field|otherworld|impossible/],
  ['social', /social|square|post\b|story|carousel|feed|poster|quote|announcement|flyer/],
  ['snapshot', /snapshot|holiday|photo of (?:the|a) (?:lake|sea|city|hill|forest)|landscape/],
];

const hues: readonly (readonly [RegExp, number])[] = [
  [/\bred\b|crimson|scarlet|cherry|ruby|coral/, 25],
  [/orange|amber|terracotta|copper|rust|apricot|peach/, 55],
  [/yellow|gold|mustard|honey|lemon/, 90],
  [/green|olive|sage|moss|forest|emerald|mint/, 148],
  [/teal|turquoise|aqua|jade/, 190],
  [/blue|navy|indigo|cobalt|ocean|denim/, 255],
  [/purple|violet|lavender|plum|lilac/, 305],
  [/pink|magenta|rose|blush|fuchsia/, 355],
  [/warm|sunset|autumn|cosy|cozy/, 50],
  [/cold|winter|ice|frost|cool/, 240],
];

const openers =
  /^(?:(?:a|an|the|wide|surreal|simple|clean|minimal|dark|light|animated|single|vertical|slope|dot|small|multiples|horizontal|stacked|grouped|product|photo(?:graph)?|packshot|pixel|art|sprite|tile ?set|bar|line|area|pie|donut|scatter|heat|map|heat ?map|plot|chart|graph|infographic|dashboard|mobile|web|desktop|app|screen|mock-?up|ui|social|media|square|post|bold|poster|story|scene|panorama|picture|image|illustration|showing|celebrating|announcing|cover|about|with|of|for|:)\b[\s,:–-]*)+/i;

/** What a prompt asks for. Unknown prompts get a kind by their hash, so that they vary too. */
export function readPrompt(prompt: string, seed: string, width: number, height: number): { kind: Kind; scene: Scene } {
  const lower = prompt.toLowerCase().slice(0, 2_000);
  const found = signs
    .map(([kind, sign]) => ({ kind, at: lower.search(sign) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at)[0];
  const random = randomOf(`${seed}/${prompt}`);
  const mockUp = found?.kind === 'chart' && /mock-?up|wireframe/.test(lower);
  const kind: Kind = mockUp
    ? 'interface'
    : (found?.kind ?? (width > height * 1.3 ? 'wide' : random.pick(['wide', 'social', 'product', 'snapshot'])));
  const rest = prompt.replace(openers, '').trim();
  const ends = kind === 'chart' || kind === 'social' ? /[,.;:—–(]/ : /[,.;:—–(]| on | with | in the | against /;
  const subject = (rest === '' ? prompt : rest).split(ends)[0]?.trim() ?? prompt;
  return {
    kind,
    scene: {
      random,
      width,
      height,
      prompt: lower,
      subject: subject.slice(0, 80),
      hue: hues.find(([sign]) => sign.test(lower))?.[1] ?? null,
      dark: /\bdark\b|night|midnight|black/.test(lower)
        ? true
        : /\blight\b|bright|white|morning/.test(lower)
          ? false
          : null,
    },
  };
}
