type Out = { readonly isTTY?: boolean; write(text: string): unknown };

/** The stack's talk: aligned lines, on stderr when stdout belongs to the JSON object. */
export const createPrinter = (
  json: boolean,
  { stdout, stderr }: { readonly stdout: Out; readonly stderr: Out } = process,
) => {
  const out = json ? stderr : stdout;
  const colour = out.isTTY === true && process.env.NO_COLOR === undefined;
  const paint = (code: string, text: string): string => (colour ? `\x1b[${code}m${text}\x1b[0m` : text);
  const line = (text = ''): void => {
    out.write(`${text}\n`);
  };
  const mark = { ok: paint('32', '✓'), warn: paint('33', '!'), bad: paint('31', '✗') };
  return {
    line,
    /** `  ✓ NATS          0.1 s  127.0.0.1:4003` */
    step(name: string, seconds: number, note = ''): void {
      line(`  ${mark.ok} ${name.padEnd(16)}${seconds.toFixed(1).padStart(5)} s  ${paint('2', note)}`.trimEnd());
    },
    warn: (text: string): void => line(`  ${mark.warn} ${text}`),
    fail: (text: string): void => line(`  ${mark.bad} ${text}`),
    /** `    Dashboard   http://…` */
    entry: (label: string, value: string): void => line(`    ${paint('2', label.padEnd(12))}${value}`),
    title: (text: string): void => line(paint('1', text)),
    indent(text: string): void {
      for (const part of text.split('\n')) line(`      ${paint('2', part)}`);
    },
    result: (value: unknown): void => {
      stdout.write(`${JSON.stringify(value)}\n`);
    },
  };
};
export type Printer = ReturnType<typeof createPrinter>;

/** Runs a step and prints it with its seconds. */
export const timed = async <T>(
  printer: Printer,
  name: string,
  work: () => Promise<T>,
  note: (value: T) => string = () => '',
): Promise<T> => {
  const began = performance.now();
  const value = await work();
  printer.step(name, (performance.now() - began) / 1_000, note(value));
  return value;
};
