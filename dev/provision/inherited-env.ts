/**
 * All that a process started by the project inherits: where programs are, and where Node.js keeps what it has compiled
 * (`NODE_COMPILE_CACHE`, if set: a service starts in about half the time). Settings are given by name, never inherited.
 */
export const inheritedEnv = (env: NodeJS.ProcessEnv = process.env): Record<string, string> => ({
  PATH: env.PATH ?? '',
  ...(env.NODE_COMPILE_CACHE ? { NODE_COMPILE_CACHE: env.NODE_COMPILE_CACHE } : {}),
});
