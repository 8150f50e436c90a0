import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/config/index.ts';
import { createLog, type LogOptions, silentLog, withoutPasswords } from '../../src/log/index.ts';

const logged = (write: (log: ReturnType<typeof createLog>) => void, options: Partial<LogOptions> = {}): string => {
  let text = '';
  const destination = {
    write: (entry: string) => {
      text += entry;
    },
  };
  write(createLog({ service: 'spec', destination, ...options }));
  return text;
};

describe('the log', () => {
  it('writes one JSON object a line with service, level and time', () => {
    const entry = JSON.parse(logged((log) => log.info({ agent: 'a1' }, 'hello')));
    expect(entry).toMatchObject({ service: 'spec', level: 'info', msg: 'hello', agent: 'a1' });
    expect(entry.time).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  it('keeps secrets out, wherever they stand', () => {
    const canary = 'canary-4711';
    const text = logged((log) => {
      log.info({ token: canary, headers: { authorization: canary, cookie: canary, 'set-cookie': canary } }, 'x');
      log.info({ request: { headers: { authorization: canary, 'x-api-key': canary } } }, 'x');
      log.info({ config: { password: canary, key: new Secret(canary) } }, 'x');
      log.warn({ url: `nats://fleet:${canary}@127.0.0.1:4222` }, `cannot reach postgres://fleet:${canary}@db/fleet`);
      log.child({ apiKey: canary }).info('x');
      log.error({ err: Object.assign(new Error('failed'), { request: { headers: canary } }) }, 'x');
    });
    expect(text).not.toContain(canary);
    expect(text).toContain('nats://fleet:[secret]@127.0.0.1:4222');
  });

  it('tells an error with its cause and code', () => {
    const error = new Error('outer', { cause: Object.assign(new Error('inner'), { code: 'ECONNREFUSED' }) });
    const entry = JSON.parse(logged((log) => log.error({ err: error }, 'failed')));
    expect(entry.err).toMatchObject({ message: 'outer', cause: { message: 'inner', code: 'ECONNREFUSED' } });
  });

  it('can write for people: one line each, errors with their stack', () => {
    const text = logged((log) => log.warn({ part: 'llm', tries: 2 }, 'slow'), { format: 'line' });
    expect(text).toMatch(/^\d\d:\d\d:\d\d\.\d{3} WARN {2}spec slow part=llm tries=2\n$/);
    const failed = logged((log) => log.error({ err: new Error('boom') }, 'failed'), { format: 'line' });
    expect(failed).toMatch(/ERROR spec failed\nError: boom\n {4}at /);
  });

  it('keeps to its level, and can be silent', () => {
    expect(logged((log) => log.info('x'), { level: 'warn' })).toBe('');
    expect(() => silentLog().error('x')).not.toThrow();
  });

  it('takes only passwords out of addresses', () => {
    expect(withoutPasswords('see http://127.0.0.1:4000/a?b=c@d and nats://u:p@h')).toBe(
      'see http://127.0.0.1:4000/a?b=c@d and nats://u:[secret]@h',
    );
  });
});
