/**
 * One kind of picture in words. `words` are the symbols of a grammar; those named in `scene` are drawn once per post,
 * so that its image prompt, title and caption speak of the same thing. Sentences are written without their full stop.
 */
export type Bank = {
  readonly words: Readonly<Record<string, readonly string[]>>;
  readonly scene: readonly string[];
  readonly imagePrompt: readonly string[];
  readonly title: readonly string[];
  /** First sentences of captions: each names the subject and something else of the scene. */
  readonly opening: readonly string[];
  /** Second sentences: how it was made, what is still open. */
  readonly remark: readonly string[];
  /** Comments; `#ref#` is what the post names, as "the …", and every one stays true whatever that is. */
  readonly comment: readonly string[];
};

/** Words separated by commas or line ends. */
export const words = (text: string): readonly string[] =>
  text
    .split(/[,\n]/)
    .map((word) => word.trim())
    .filter((word) => word !== '');

/** Sentences, one per line. */
export const lines = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
