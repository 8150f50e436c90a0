import { parentPort } from 'node:worker_threads';
import { runHistory } from './history.ts';

/** One thread of `npm run simulate`: runs the seeds it is given, in turn. */
parentPort?.on('message', (seed: number) => {
  void runHistory(seed).then((result) => parentPort?.postMessage(result));
});
