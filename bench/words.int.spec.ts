import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { inheritedEnv } from '@fleet/testkit/inherited-env';
import { describe, expect, it } from 'vitest';

const run = (command: string, args: readonly string[]) =>
  new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, `${command}.ts`), ...args], {
      env: inheritedEnv(),
    });
    const said = { out: '', err: '' };
    child.stdout.on('data', (chunk: Buffer) => {
      said.out += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      said.err += chunk.toString();
    });
    child.once('close', (code) => resolve({ code, ...said }));
  });

describe('npm run prompts', () => {
  it('shows what a persona would say, with tokens and cost, by a stand-in of its own', async () => {
    const { code, out, err } = await run('prompts', ['--persona', 'data_viz', '--count', '2']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/data_viz, post\n {2}“.+” — .+\n {6}picture: .+\n {6}\d+ \+ \d+ tokens, \$0\.\d{6}\n/);
    expect(out).toMatch(/data_viz, comment\n/);
    expect(out).toMatch(/4 calls to offline \(offline\), 0 without a usable text: .* at the prices of gpt-4o-mini/);
  });

  it('shows the prompt, with the persona’s voice and texts of its own', async () => {
    const { code, out } = await run('prompts', ['--persona', 'indie_game_dev', '--kind', 'post', '--show']);
    expect(code).toBe(0);
    expect(out).toContain('--- post@3\nsystem:\nYou write the posts of');
    expect(out).toMatch(/\nVoice: Chatty lower-case devlog.+\n/);
    expect(out).toMatch(/\nTexts in its own voice:\n(?:- .+\n){3}\n/);
  });

  it.each([
    [['--persona', 'pirate'], '--persona is "pirate": give one of product_photographer'],
    [['--kind', 'like'], '--kind is "like": give one of post, comment'],
    [['--count', '0'], '--count is "0": give a whole number from 1 to 20'],
    [['--provider', 'openai'], 'OPENAI_API_KEY is not set'],
    [['--price', 'gpt-99'], '--price is "gpt-99"'],
    [['--what'], 'npm run prompts'],
  ])('%j is told: %s', async (args, message) => {
    const { code, err } = await run('prompts', args);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});

describe('npm run cost', () => {
  it('states what an agent-day costs in both presets', async () => {
    const { code, out, err } = await run('cost', ['--agents', '12', '--days', '2']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^A post is \d+ \+ \d+ tokens, a comment \d+ \+ \d+ tokens; gpt-4o-mini as of \d{4}-/);
    expect(out.match(/^all +12 .+\$0\.\d{5} +\$\d+\.\d{3}$/gm)).toHaveLength(2);
  });
});
