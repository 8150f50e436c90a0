import type { Attempt, Observation } from '@fleet/domain/activity/activity';
import type { AttemptRequest, PublishResult, RenderResult } from '@fleet/domain/activity/activity-events';
import { WorkflowKind } from '@fleet/domain/agent/agent-config';
import { never } from '@fleet/domain/decision';
import { refusalOf, type Signal } from '../gallery/refusals.ts';
import type { ActingAgent, Answer, CallContext, Compose, ComposeInput, FloImg, Rendered } from '../ports.ts';

/** What sending an attempt once came to. */
export type Sent =
  | {
      readonly kind: 'observed';
      readonly observation: Observation;
      readonly signal: Signal | null;
    }
  /** It may or may not have been applied. */
  | { readonly kind: 'unclear'; readonly reason: string }
  /** The like took an earlier one back. */
  | { readonly kind: 'toggled_off' };

export type SendPorts = { readonly floimg: FloImg; readonly compose: Compose };
type Publish = Extract<AttemptRequest, { step: 'publish' }>;

/** Money is compared with this much room for rounding. */
const EPSILON_USD = 1e-9;

const observed = (observation: Observation, signal: Signal | null = null): Sent => ({
  kind: 'observed',
  observation,
  signal,
});
export const failed = (code: string, reason: string, costUsd = 0, again = false): Observation => ({
  kind: 'failed',
  code,
  reason,
  costUsd,
  again,
});

const overspent = (costUsd: number, { ceilingUsd, attemptId }: Attempt): Signal | null =>
  costUsd > ceilingUsd + EPSILON_USD
    ? { kind: 'ceiling_exceeded', reason: `${attemptId} cost $${costUsd}, more than its ceiling of $${ceilingUsd}` }
    : null;

const sendCompose = async (
  { compose }: SendPorts,
  attempt: Attempt,
  input: ComposeInput,
  call: CallContext,
): Promise<Sent> => {
  const answer = await compose.compose(input, call);
  switch (answer.kind) {
    case 'ok': {
      const { costUsd, result } = answer;
      return observed({ kind: 'succeeded', observed: 'answer', costUsd, result }, overspent(costUsd, attempt));
    }
    case 'unusable': {
      const { code, reason, costUsd, again, wrote } = answer;
      return observed({ kind: 'failed', code, reason, costUsd, again, wrote }, overspent(costUsd, attempt));
    }
    case 'unsent':
      return observed(failed('llm_unreachable', answer.reason));
    case 'unclear':
      return { kind: 'unclear', reason: answer.reason };
    default:
      return never(answer);
  }
};

const rendered = (workflow: string, attempt: Attempt, answer: Answer<Rendered>): Sent => {
  if (answer.kind === 'ok') {
    const { imageUrl, imageId, usage, costUsd, verdicts } = answer.value;
    const seen = verdicts === undefined ? {} : { verdicts };
    const result: RenderResult = { step: 'render', imageUrl, imageId, workflow, usage: [...usage], ...seen };
    return observed({ kind: 'succeeded', observed: 'answer', costUsd, result }, overspent(costUsd, attempt));
  }
  const refusal = refusalOf(answer);
  if (refusal.kind === 'unclear') return refusal;
  // A workflow that failed late may have paid for its picture: the platform reports no usage for it.
  const costUsd = answer.kind === 'workflow_failed' ? attempt.ceilingUsd : 0;
  return observed(failed(refusal.code, refusal.reason, costUsd), refusal.signal);
};

const published = (answer: Answer<PublishResult>): Sent => {
  if (answer.kind === 'ok')
    return observed({ kind: 'succeeded', observed: 'answer', costUsd: 0, result: answer.value });
  const refusal = refusalOf(answer);
  return refusal.kind === 'unclear' ? refusal : observed(failed(refusal.code, refusal.reason), refusal.signal);
};

const asResult = <T>(answer: Answer<T>, result: (value: T) => PublishResult): Answer<PublishResult> =>
  answer.kind === 'ok' ? { ...answer, value: result(answer.value) } : answer;

const sendPublish = async (
  { floimg }: SendPorts,
  agent: ActingAgent,
  request: Publish,
  call: CallContext,
): Promise<Sent> => {
  switch (request.kind) {
    case 'post': {
      const { title, caption, imageUrl } = request;
      const answer = await floimg.post(agent, { title, caption, imageUrl }, call);
      return published(asResult(answer, ({ id }) => ({ step: 'publish', id })));
    }
    case 'comment': {
      const answer = await floimg.comment(agent, request.postId, request.text, call);
      return published(asResult(answer, ({ id }) => ({ step: 'publish', id })));
    }
    case 'like': {
      const answer = await floimg.like(agent, request.postId, call);
      if (answer.kind === 'ok' && !answer.value.liked) return { kind: 'toggled_off' };
      return published(asResult(answer, (value) => ({ step: 'publish', id: request.postId, ...value })));
    }
    default:
      return never(request);
  }
};

/** Sends what an attempt says, once. `input`: what a compose step tells the model. */
export const send = async (
  ports: SendPorts,
  agent: ActingAgent,
  attempt: Attempt,
  input: ComposeInput | null,
  call: CallContext,
): Promise<Sent> => {
  const { request } = attempt;
  switch (request.step) {
    case 'compose':
      return input ? sendCompose(ports, attempt, input, call) : observed(failed('no_input', 'nothing to write about'));
    case 'render': {
      const workflow = WorkflowKind.parse(request.workflow);
      return rendered(workflow, attempt, await ports.floimg.render(agent, workflow, request.imagePrompt, call));
    }
    case 'publish':
      return sendPublish(ports, agent, request, call);
    default:
      return never(request);
  }
};
