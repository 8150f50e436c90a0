/** What a command gets from its process; replaced in specs. */
export type Surroundings = {
  readonly env: NodeJS.ProcessEnv;
  /** The checkout: its `.fleet/run.json` tells of a fleet that runs from it. */
  readonly root: string;
  stdout(text: string): void;
  stderr(text: string): void;
};

/** Ends a command with a sentence for the user instead of a result. */
export class CliError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CliError';
  }
}
