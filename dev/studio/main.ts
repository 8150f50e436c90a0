import { buildStudio } from './app.ts';
import { readConfig } from './config.ts';

/** Longest the process may take to stop, ms. */
const stopWithinMs = 5_000;

const read = readConfig(process.env);
if (!read.ok) {
  console.error(`The stand-in Studio cannot start:\n${read.problems.map((p) => `  ${p}`).join('\n')}`);
  process.exit(78);
}
const { config } = read;
const studio = await buildStudio(config);
await studio.app.listen({ port: config.port, host: config.host });
const address = studio.app.server.address();
const port = typeof address === 'object' && address !== null ? address.port : config.port;
console.log(JSON.stringify({ level: 'info', msg: 'stand-in Studio listening', url: `http://${config.host}:${port}` }));

let stopping = false;
const stop = () => {
  if (stopping) process.exit(1);
  stopping = true;
  setTimeout(() => process.exit(1), stopWithinMs).unref();
  studio.close().then(
    () => process.exit(0),
    (error: unknown) => {
      console.error(JSON.stringify({ level: 'error', msg: 'stopping failed', error: String(error) }));
      process.exit(1);
    },
  );
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
