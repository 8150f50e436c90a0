import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onPath } from './programs.ts';

/** A machine for specs: an empty home and a PATH that holds only what is put there. */
export const fakeMachine = () => {
  const root = mkdtempSync(join(tmpdir(), 'fleet-machine-'));
  const bin = join(root, 'bin');
  mkdirSync(bin);
  mkdirSync(join(root, 'home'));
  for (const tool of ['sh', 'tar', 'gzip', 'mkdir', 'cp', 'cat', 'chmod']) {
    const real = onPath([tool]);
    if (real) symlinkSync(real, join(bin, tool));
  }
  const program = (folder: string, name: string, script: string): string => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
    return join(folder, name);
  };
  return {
    root,
    env: { PATH: bin, HOME: join(root, 'home') } as NodeJS.ProcessEnv,
    /** Puts a program on the PATH. */
    install: (name: string, script: string) => program(bin, name, script),
    program,
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
};

export const saysItIsNats = 'echo "nats-server: v2.9.10"';
