import { isExecutable, type Log, onPath, runProgram } from './programs.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const macPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * Path of a Chromium for the browser tests: `CHROMIUM_BIN`, PATH, the usual place on macOS; as root on Debian it is
 * installed. Without root it cannot be: its many libraries have to be installed system-wide.
 * @throws Error with the one line that helps
 */
export const chromiumBinary = async (
  source: { readonly log?: Log; readonly env?: NodeJS.ProcessEnv; readonly isRoot?: boolean } = {},
): Promise<string> => {
  const env = source.env ?? process.env;
  if (env.CHROMIUM_BIN) {
    if (isExecutable(env.CHROMIUM_BIN)) return env.CHROMIUM_BIN;
    throw new Error(`CHROMIUM_BIN=${env.CHROMIUM_BIN} is not a program that can be run. Correct it or unset it.`);
  }
  const found = onPath(names, env) ?? macPlaces.find(isExecutable);
  if (found) return found;

  const aptGet = onPath(['apt-get'], env);
  const isRoot = source.isRoot ?? process.getuid?.() === 0;
  if (!aptGet || !isRoot)
    throw new Error(
      'No Chromium found for the browser tests. Install one (apt-get install chromium, brew install chromium) or set CHROMIUM_BIN.',
    );
  source.log?.('installing chromium with apt-get');
  const install = () =>
    runProgram(aptGet, ['install', '-y', '--no-install-recommends', 'chromium'], {
      env: { ...env, DEBIAN_FRONTEND: 'noninteractive' },
      timeoutMs: 600_000,
    });
  let installed = await install();
  if (installed.code !== 0) {
    await runProgram(aptGet, ['update'], { env, timeoutMs: 180_000 });
    installed = await install();
  }
  const now = onPath(names, env);
  if (now) return now;
  throw new Error(
    `apt-get could not install chromium (${installed.stderr.trim().split('\n').at(-1)?.slice(0, 200) ?? 'no reason given'}). Install it by hand or set CHROMIUM_BIN.`,
  );
};
