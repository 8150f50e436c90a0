import type { Agent } from '@fleet/domain/read-models/api';
import type { Seeding } from '@fleet/domain/read-models/personas';

type Job = { seeding: Seeding; waiting: Agent[] };

/** Seedings of the mock: users are made in steps of `perLook` each time somebody asks how far one is. */
export class Seedings {
  /** Users made per look; all of them at once unless told. */
  perLook = Number.POSITIVE_INFINITY;
  /** So many of the next users are refused, as by a platform without seats. */
  failNext = 0;
  readonly #jobs = new Map<string, Job>();
  readonly #change: (id: string, change: Partial<Agent>) => void;

  constructor(change: (id: string, change: Partial<Agent>) => void) {
    this.#change = change;
  }

  begin(agents: readonly Agent[], persona: string | null): Seeding {
    const id = `00000000-0000-4000-8000-${String(this.#jobs.size + 1).padStart(12, '0')}`;
    const seeding: Seeding = {
      ...{ id, at: new Date().toISOString(), by: 'admin', persona, seed: 'floimg', created: agents.length },
      ...{ provisioned: 0, failed: 0, waiting: agents.length, deleted: 0, failures: [] },
    };
    const job = { seeding, waiting: [...agents] };
    this.#jobs.set(id, job);
    if (this.perLook === Number.POSITIVE_INFINITY) this.#work(job);
    return seeding;
  }

  get all(): Seeding[] {
    return [...this.#jobs.values()].map(({ seeding }) => seeding).toReversed();
  }

  look(id: string): Seeding | null {
    const job = this.#jobs.get(id);
    if (!job) return null;
    this.#work(job);
    return job.seeding;
  }

  /** How many are asked for again; null when there is no such seeding. */
  retry(id: string): number | null {
    const job = this.#jobs.get(id);
    if (!job) return null;
    const again = job.seeding.failures.map(({ id: agentId }) => agentId);
    for (const agentId of again) this.again(agentId);
    return again.length;
  }

  /** One user is asked for again, and made with the next look at its seeding, or at once where it has none. */
  again(agentId: string): void {
    this.#change(agentId, { status: 'idle', statusReason: null });
    const job = [...this.#jobs.values()].find(({ seeding }) => seeding.failures.some(({ id }) => id === agentId));
    if (!job) {
      this.#change(agentId, { provisioned: true });
      return;
    }
    const { seeding } = job;
    job.waiting.push({ id: agentId } as Agent);
    const failures = seeding.failures.filter(({ id }) => id !== agentId);
    job.seeding = { ...seeding, failures, failed: failures.length, waiting: job.waiting.length };
  }

  #work(job: Job): void {
    for (const { id, username } of job.waiting.splice(0, this.perLook)) {
      const reason = 'No seats are left in this workspace.';
      const { seeding } = job;
      if (this.failNext > 0) {
        this.failNext -= 1;
        this.#change(id, { status: 'error', statusReason: reason });
        job.seeding = { ...seeding, failures: [...seeding.failures, { id, username, reason }] };
      } else {
        this.#change(id, { provisioned: true });
        job.seeding = { ...seeding, provisioned: seeding.provisioned + 1 };
      }
    }
    const { failures } = job.seeding;
    job.seeding = { ...job.seeding, failed: failures.length, waiting: job.waiting.length };
  }
}
