import { z } from 'zod';
import { startLlm } from './llm.ts';

const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(4002),
  OPS_HOST: z.string().min(1).default('127.0.0.1'),
  FLEET_SEED: z.string().min(1).default('floimg'),
});

const environment = Environment.safeParse(process.env);
if (!environment.success) {
  for (const issue of environment.error.issues) console.error(`${issue.path.join('.')}: ${issue.message}`);
  process.exit(1);
}
const { PORT: port, OPS_HOST: host, FLEET_SEED: seed } = environment.data;
const llm = await startLlm({ port, host, seed });
console.log(`stand-in LLM on ${llm.url}`);

let stopping = false;
const stop = async (): Promise<void> => {
  // A second signal does not wait.
  if (stopping) process.exit(1);
  stopping = true;
  await llm.close();
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
