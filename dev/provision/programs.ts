import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export type Log = (line: string) => void;
export type Outcome = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

const keptOutputBytes = 64 * 1024;

/** First executable of these names on PATH, or null. */
export const onPath = (names: readonly string[], env: NodeJS.ProcessEnv = process.env): string | null => {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  for (const name of names)
    for (const folder of (env.PATH ?? '').split(delimiter).filter(Boolean))
      for (const ending of endings) {
        const file = join(folder, name + ending);
        if (isExecutable(file)) return file;
      }
  return null;
};

export const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Runs a program to its end, at most `timeoutMs`; never rejects: what cannot be started ends with code null. */
export const runProgram = (
  command: string,
  args: readonly string[],
  options: { cwd?: string; timeoutMs?: number; env?: NodeJS.ProcessEnv; uid?: number; gid?: number } = {},
): Promise<Outcome> =>
  new Promise((resolve) => {
    const { timeoutMs = 60_000, ...rest } = options;
    const child = spawn(command, args, { ...rest, stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout = (stdout + chunk.toString()).slice(-keptOutputBytes);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr = (stderr + chunk.toString()).slice(-keptOutputBytes);
    });
    child.on('error', (error) => resolve({ code: null, stdout, stderr: error.message }));
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
