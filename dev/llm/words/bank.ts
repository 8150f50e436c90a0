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
  /** Ends of comments: what this persona has to say of anything. */
  readonly comment: readonly string[];
};

/** Words or phrases separated by commas; a line may end anywhere. */
export const words = (text: string): readonly string[] =>
  text
    .split(',')
    .map((word) => word.trim().replace(/\s+/g, ' '))
    .filter((word) => word !== '');

/** Sentences, one per line. */
export const lines = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
