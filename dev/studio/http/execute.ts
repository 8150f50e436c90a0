import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Outcome } from '../engine/errors.ts';
import { type PipelineResult, type Progress, readSteps, runPipeline } from '../engine/pipeline.ts';
import type { Studio } from '../studio.ts';

const noSteps = { error: 'Workflow must have at least one step' };
const busy = { error: 'Too many workflows are waiting' };

/** Runs workflows, at most two at a time. An answer carries base64 previews of every image, so it may be megabytes. */
export function addExecuteRoutes(app: FastifyInstance, studio: Studio): void {
  const execute = async (raw: readonly unknown[], progress: Progress): Promise<Outcome<PipelineResult>> => {
    const steps = readSteps(raw);
    return steps.ok ? runPipeline(steps.value, studio, progress) : steps;
  };

  const completed = async (request: FastifyRequest, result: PipelineResult) => {
    const imageIds: string[] = [];
    for (const { picture } of result.images) imageIds.push(await studio.images.save(picture));
    if (request.call.seq !== null) studio.calls.effected(request.call.seq, `workflow:${imageIds.join(',')}`);
    return {
      status: 'completed',
      imageIds,
      imageUrls: imageIds.map((id) => `/api/images/${id}/blob`),
      previews: Object.fromEntries(
        result.images.map(({ name, picture }) => [
          name,
          `data:${picture.mime};base64,${picture.bytes.toString('base64')}`,
        ]),
      ),
      dataOutputs: {},
      usageEvents: result.usageEvents,
    };
  };

  const stepsOf = (request: FastifyRequest): readonly unknown[] | null => {
    const body = request.body as { steps?: unknown } | null | undefined;
    return Array.isArray(body?.steps) && body.steps.length > 0 ? body.steps : null;
  };

  app.post('/api/execute/sync', async (request, reply) => {
    const steps = stepsOf(request);
    if (steps === null) return reply.code(400).send(noSteps);
    const ran = await studio.renders.run(() => execute(steps, () => {}));
    if (ran === null) return reply.code(503).header('retry-after', '2').send(busy);
    if (!ran.value.ok) return reply.code(500).send({ status: 'error', ...ran.value.failure });
    return completed(request, ran.value.value);
  });

  app.post('/api/execute/stream', async (request, reply) => {
    const steps = stepsOf(request);
    if (steps === null) return reply.code(400).send(noSteps);
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' });
    const say = (event: string, data: object) => {
      if (!reply.raw.destroyed) reply.raw.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    };
    const ran = await studio.renders.run(() =>
      execute(steps, (stepIndex, status, error) =>
        say('step', { stepIndex, status, ...(error === undefined ? {} : { error }) }),
      ),
    );
    if (ran === null) say('error', { status: 'error', ...busy });
    else if (!ran.value.ok) say('error', { status: 'error', ...ran.value.failure });
    else say('completed', await completed(request, ran.value.value));
    reply.raw.end();
    if (request.call.seq !== null) studio.calls.answered(request.call.seq, 200);
  });
}
