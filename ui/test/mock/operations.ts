import type { Agent } from '@fleet/domain/read-models/api';
import type {
  BulkAction,
  BulkOperation,
  OperationPreview,
  OperationResult,
} from '@fleet/domain/read-models/operations';

const after: Record<BulkAction, Agent['status']> = {
  start: 'running',
  pause: 'paused',
  resume: 'running',
  stop: 'idle',
  delete: 'deleted',
};
const takes: Record<BulkAction, Agent['status'][]> = {
  start: ['idle'],
  pause: ['running', 'sleeping'],
  resume: ['paused', 'error'],
  stop: ['running', 'sleeping', 'paused', 'error'],
  delete: ['idle', 'running', 'sleeping', 'paused', 'error'],
};
const opposite = { start: 'stop', pause: 'resume', resume: 'pause', stop: 'start', delete: null } as const;
const undoWithinMs = 10_000;

type Job = { operation: BulkOperation; waiting: Agent[]; results: OperationResult[] };

/** Bulk commands of the mock: done in steps of `perLook` agents each time somebody asks how far they are. */
export class Operations {
  /** Agents told per look at the operation. */
  perLook = Number.POSITIVE_INFINITY;
  /** So many of the next agents break, as a gateway does whose store stops for a moment. */
  failNext = 0;
  readonly #jobs = new Map<string, Job>();
  readonly #change: (id: string, change: Partial<Agent>) => void;

  constructor(change: (id: string, change: Partial<Agent>) => void) {
    this.#change = change;
  }

  get all(): BulkOperation[] {
    return [...this.#jobs.values()].map(({ operation }) => operation).toReversed();
  }

  preview(action: BulkAction, agents: readonly Agent[]): OperationPreview {
    const byStatus = { idle: 0, running: 0, paused: 0, sleeping: 0, error: 0, deleted: 0 };
    for (const { status } of agents) byStatus[status] += 1;
    const wouldChange = agents.filter(({ status }) => takes[action].includes(status)).length;
    const same = agents.filter(({ status }) => status === after[action]).length;
    return {
      action,
      matched: agents.length,
      byStatus,
      wouldChange,
      wouldRefuse: Math.max(0, agents.length - wouldChange - same),
      undoable: opposite[action] !== null,
    };
  }

  begin(
    action: BulkAction,
    agents: readonly Agent[],
    reason: string,
    ties: Partial<BulkOperation> = {},
  ): BulkOperation {
    const operation: BulkOperation = {
      id: `op-${this.#jobs.size + 1}`,
      action,
      by: 'admin',
      reason,
      at: new Date().toISOString(),
      state: 'running',
      matched: agents.length,
      handled: 0,
      changed: 0,
      refusedCount: 0,
      failedCount: 0,
      refused: [],
      undoUntil: opposite[action] ? new Date(Date.now() + undoWithinMs).toISOString() : null,
      undoes: null,
      retries: null,
      undoneBy: null,
      position: '1000000',
      ...ties,
    };
    this.#jobs.set(operation.id, { operation, waiting: [...agents], results: [] });
    return this.#step(operation.id) ?? operation;
  }

  look(id: string): BulkOperation | null {
    return this.#step(id);
  }

  results(id: string): OperationResult[] {
    return this.#jobs.get(id)?.results ?? [];
  }

  retry(id: string, agents: readonly Agent[]): BulkOperation | null {
    const job = this.#jobs.get(id);
    if (!job) return null;
    const failed = new Set(job.results.filter(({ result }) => result === 'failed').map(({ agentId }) => agentId));
    return this.begin(
      job.operation.action,
      agents.filter((agent) => failed.has(agent.id)),
      'retry',
      { retries: id },
    );
  }

  undo(id: string, agents: readonly Agent[]): BulkOperation | 'too_late' | 'not_undoable' | null {
    const job = this.#jobs.get(id);
    if (!job) return null;
    const action = opposite[job.operation.action];
    if (!action) return 'not_undoable';
    if (!job.operation.undoUntil || Date.parse(job.operation.undoUntil) < Date.now()) return 'too_late';
    const changed = new Set(job.results.filter(({ result }) => result === 'changed').map(({ agentId }) => agentId));
    const made = this.begin(
      action,
      agents.filter((agent) => changed.has(agent.id)),
      'undo',
      { undoes: id, undoUntil: null },
    );
    job.operation = { ...job.operation, undoUntil: null, undoneBy: made.id };
    return made;
  }

  #step(id: string): BulkOperation | null {
    const job = this.#jobs.get(id);
    if (!job) return null;
    const { action } = job.operation;
    for (const agent of job.waiting.splice(0, this.perLook)) {
      const told = { agentId: agent.id, agentName: agent.name, code: null, reason: null };
      job.operation.handled += 1;
      if (this.failNext > 0) {
        this.failNext -= 1;
        job.operation.failedCount += 1;
        job.operation.refused.push({ id: agent.id, code: 'unavailable', reason: 'The event store did not answer.' });
        job.results.push({ ...told, result: 'failed', code: 'unavailable', reason: 'The event store did not answer.' });
      } else if (takes[action].includes(agent.status)) {
        job.operation.changed += 1;
        job.results.push({ ...told, result: 'changed' });
        this.#change(agent.id, { status: after[action], statusReason: null, deleting: action === 'delete' });
      } else if (agent.status === after[action]) job.results.push({ ...told, result: 'unchanged' });
      else {
        job.operation.refusedCount += 1;
        job.operation.refused.push({ id: agent.id, code: 'invalid_state', reason: `The agent is ${agent.status}.` });
        job.results.push({
          ...told,
          result: 'refused',
          code: 'invalid_state',
          reason: `The agent is ${agent.status}.`,
        });
      }
    }
    if (job.waiting.length === 0) job.operation.state = 'done';
    return { ...job.operation };
  }
}
