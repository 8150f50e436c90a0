import type { Activity, Agent, Fleet } from '@fleet/domain/read-models/api';
import type { AuditEntry } from '@fleet/domain/read-models/audit';
import type { DeadLetterView } from '@fleet/domain/read-models/dead-letters';
import type { Draft } from '@fleet/domain/read-models/drafts';
import type { Diversity } from '@fleet/domain/read-models/effect';
import type { BulkAction } from '@fleet/domain/read-models/operations';
import { wrongIn, wrongUsername } from './agent-form.ts';
import { type Answer, ok, problem } from './answers.ts';
import { activityNumber, agentNumber, minuteStats, personas } from './data.ts';
import { type FleetNow, fleetOf } from './fleet-data.ts';
import { auditOf, budgetOf, costsOf, deadLettersOf, draftsOf, effectOf, settings, timingOf } from './insight-data.ts';
import { agentsOf, auditPageOf, feedOf, pageOf } from './lists.ts';
import { dailyStats, planOf, summaryOf } from './more-data.ts';
import { Operations } from './operations.ts';
import { PersonaDesk } from './persona-desk.ts';
import { pricesOf, unpriced } from './price-data.ts';
import { Seedings } from './seedings.ts';
import { Streams } from './streams.ts';
import { type Ill, system } from './system-data.ts';
import { type Asked, tickEventsOf } from './tick-events.ts';

type Body = Record<string, unknown>;
export type MockState = 'loaded' | 'empty' | 'loading' | 'failed';
const image = (name: string) => `/images/${name}.svg`;
const after: Record<string, Agent['status']> = { start: 'running', pause: 'paused', resume: 'running', stop: 'idle' };

/** The API's answers over data in memory, and the stream that tells of changes. */
export class Api {
  state: MockState;
  agents: Agent[];
  activities: Activity[] = [];
  fleet: FleetNow = {
    status: 'running',
    statusReason: null,
    activityLevel: 1,
    problems: [],
  };
  readonly operations = new Operations((id, change) => void this.#change(id, change));
  readonly seedings = new Seedings((id, change) => void this.#change(id, change));
  readonly desk = new PersonaDesk(() => personas(this.agents));
  audit: AuditEntry[];
  /** Entries of the audit that one answer looks through. */
  lookedThrough = 20_000;
  deadLetters: DeadLetterView[];
  drafts: Draft[];
  /** Turns that an operator asked for, by activity. */
  readonly asked = new Map<string, Asked>();
  /** Activities whose events the event store no longer holds. */
  readonly forgotten = new Set<string>();
  prices = pricesOf();
  /** Another one than the usual. */
  diversity: Diversity | null = null;
  caps = { dayUsd: 5, monthUsd: 100, agentDayUsd: 1 };
  /** Paths (without the version prefix) that answer 503: one part that is down. */
  down: string[] = [];
  /** What of the system is not well. */
  ill: Ill[] = [];
  readonly streams = new Streams();
  #next = 0;
  #stirred = 0;
  #position = 1_000_000;

  readonly #mostRows: number;

  constructor(state: MockState, agents: number, mostRows = Number.POSITIVE_INFINITY) {
    this.#mostRows = mostRows;
    this.state = state;
    this.agents = state === 'empty' ? [] : Array.from({ length: agents }, (_, n) => agentNumber(n, image));
    this.audit = auditOf(this.agents);
    this.deadLetters = deadLettersOf(this.agents);
    this.drafts = draftsOf(this.agents, image);
    if (state === 'empty') return;
    for (let n = 0; n < 240; n++) this.activities.unshift(this.#make(Date.now() - (240 - n) * 2_300));
  }

  #make(at: number, change: Partial<Activity> = {}): Activity {
    return { ...activityNumber(this.#next++, this.agents, at, image), ...change };
  }

  /** One more activity, told to whoever listens. */
  happen(change: Partial<Activity> = {}): Activity {
    const activity = this.#make(Date.now(), change);
    this.activities.unshift(activity);
    this.tell('activity', activity);
    return activity;
  }

  /** So many agents change, one after the other through the whole list, and whoever listens is told. */
  stir(many: number) {
    for (let n = 0; n < many; n++) {
      this.#stirred = (this.#stirred + 7) % this.agents.length;
      const agent = this.agents[this.#stirred];
      if (!agent) return;
      const counts = { ...agent.counts, like: agent.counts.like + 1 };
      const changed = { ...agent, counts, lastActiveAt: new Date().toISOString(), position: String(++this.#position) };
      this.agents[this.#stirred] = changed;
      this.tell('agents', [changed]);
    }
  }

  tell(event: string, data: unknown) {
    this.streams.tell(event, data);
  }

  answer(method: string, path: string, query: URLSearchParams, body: unknown): Answer | Promise<Answer> {
    if (this.state === 'loading') return new Promise(() => {});
    if (this.state === 'failed' || this.down.some((part) => path.startsWith(part)))
      return problem(503, 'read_model_unavailable', 'The read model does not answer; try again shortly.');
    const [, kind, id, command] = path.split('/');
    const given = (body ?? {}) as Body;
    switch (`${method} /${kind}`) {
      case 'GET /fleet':
        return ok(this.#fleet());
      case 'POST /fleet':
        return this.#fleetTo({
          status: id === 'pause' ? 'paused' : 'running',
          statusReason: id === 'pause' ? 'paused from the dashboard' : null,
        });
      case 'PATCH /fleet':
        return this.#fleetTo({ activityLevel: Number(given.activityLevel) });
      case 'GET /personas':
        return id ? this.#found(this.desk.one(id), id) : ok({ data: this.desk.all(), next: null });
      case 'PUT /personas': {
        const answer = this.desk.change(id ?? '', given);
        return answer.kind === 'done'
          ? ok(answer.persona)
          : problem(answer.status, answer.code, answer.detail, answer.errors);
      }
      case 'PATCH /personas':
        return this.#found(this.desk.level(id ?? '', Number(given.activityLevel)), id ?? '');
      case 'POST /personas':
        return command === 'adopt' ? ok({ id: 'adoption-1', state: 'running' }, 202) : ok(this.desk.preview());
      case 'GET /costs':
        return ok(costsOf(query.get('by') ?? '', this.agents));
      case 'GET /effect':
        return ok({ ...effectOf(query, this.agents.length > 0), ...(this.diversity && { diversity: this.diversity }) });
      case 'GET /timing':
        return ok(timingOf(query, this.agents.length > 0));
      case 'GET /audit':
        return ok(auditPageOf(this.audit, query, { lookedThrough: this.lookedThrough, mostRows: this.#mostRows }));
      case 'GET /settings':
        return ok(settings);
      case 'GET /budget':
        return ok(budgetOf(this.agents, this.caps));
      case 'GET /prices':
        return ok(this.agents.length === 0 ? unpriced : this.prices);
      case 'PATCH /budget': {
        const { reason: _, ...caps } = given;
        Object.assign(this.caps, caps);
        return ok({ ...budgetOf(this.agents, this.caps), position: String(++this.#position) });
      }
      case 'GET /dead-letters':
        return ok({ data: this.deadLetters, next: null });
      case 'POST /dead-letters':
        this.deadLetters = this.deadLetters.filter((letter) => letter.id !== id);
        return ok({ id, tickId: 't', position: String(++this.#position) }, 202);
      case 'DELETE /dead-letters':
        this.deadLetters = this.deadLetters.filter((letter) => letter.id !== id);
        return { status: 204, body: undefined };
      case 'GET /drafts':
        return this.#paged(
          this.drafts.filter(
            (draft) =>
              (!query.get('state') || draft.state === query.get('state')) &&
              (!query.get('persona') || draft.personaId === query.get('persona')),
          ),
          query,
        );
      case 'POST /drafts':
        return this.#decide(id ?? '', command ?? '', String(given.reason ?? ''));
      case 'GET /operations':
        if (command === 'results') return this.#paged(this.operations.results(id ?? ''), query);
        return id ? this.#found(this.operations.look(id), id) : this.#paged(this.operations.all, query);
      case 'GET /seedings':
        return id ? this.#found(this.seedings.look(id), id) : ok({ data: this.seedings.all, next: null });
      case 'POST /seedings': {
        const asked = this.seedings.retry(id ?? '');
        return this.#found(asked === null ? null : { asked, position: String(++this.#position) }, id ?? '');
      }
      case 'GET /system':
        return ok(system(this.fleet.problems, this.agents.length > 0, this.ill));
      case 'GET /stats':
        if (id === 'daily') return ok({ data: this.agents.length === 0 ? [] : dailyStats(query), next: null });
        return ok({
          data:
            this.agents.length === 0
              ? []
              : minuteStats(Date.parse(query.get('from') ?? ''), Date.parse(query.get('to') ?? '')),
          next: null,
        });
      case 'GET /activity':
        if (command === 'events') return this.#events(decodeURIComponent(id ?? ''));
        return id
          ? this.#one(this.activities, decodeURIComponent(id))
          : this.#paged(feedOf(this.activities, query), query);
      case 'GET /agents':
        if (id === 'summary') return ok(summaryOf(this.agents));
        if (command === 'plan') return this.#plan(id ?? '', Number(query.get('hours') ?? 24));
        return id ? this.#one(this.agents, id) : this.#paged(agentsOf(this.agents, query), query);
      case 'POST /agents':
        return id === 'seed'
          ? this.#seed(Number(given.count), (given.persona as string) ?? null)
          : command
            ? this.#command(id ?? '', command)
            : this.#create(given);
      case 'PATCH /agents':
        return this.#edit(id ?? '', given);
      case 'DELETE /agents':
        return this.#change(id ?? '', { status: 'deleted', deleting: true }, 202);
      case 'POST /operations':
        return id ? this.#again(id, command ?? '') : this.#many(given);
      default:
        return problem(404, 'not_found', `There is no ${method} ${path}.`);
    }
  }

  #fleet(): Fleet {
    return fleetOf(this.fleet, this.agents, this.#position);
  }

  #fleetTo(change: Partial<Api['fleet']>): Answer {
    Object.assign(this.fleet, change);
    this.tell('fleet', this.#fleet());
    return ok({ ...this.fleet, until: null, recorded: true, position: String(++this.#position) });
  }

  #one<T extends { id: string }>(list: T[], id: string): Answer {
    const found = list.find((item) => item.id === id);
    return found ? ok(found) : problem(404, 'not_found', `There is no ${id}.`);
  }

  #events(id: string): Answer {
    const activity = this.activities.find((one) => one.id === id);
    if (!activity) return problem(404, 'not_found', `There is no activity ${id}.`);
    if (this.forgotten.has(id)) return problem(404, 'events_gone', 'The event store no longer holds its events.');
    return ok(tickEventsOf(activity, this.asked.get(id)));
  }

  #plan(id: string, hours: number): Answer {
    const agent = this.agents.find((one) => one.id === id);
    return agent ? ok(planOf(agent, hours)) : problem(404, 'not_found', `There is no agent ${id}.`);
  }

  #paged<T>(list: readonly T[], query: URLSearchParams): Answer {
    return ok(pageOf(list, query, this.#mostRows));
  }

  #change(id: string, change: Partial<Agent>, status = 200): Answer {
    const index = this.agents.findIndex((agent) => agent.id === id);
    const agent = this.agents[index];
    if (!agent) return problem(404, 'not_found', `There is no agent ${id}.`);
    const changed = { ...agent, ...change, position: String(++this.#position) };
    this.agents[index] = changed;
    this.tell('agents', [changed]);
    this.tell('fleet', this.#fleet());
    return ok(changed, status);
  }

  #command(id: string, command: string): Answer {
    if (command === 'provision') {
      this.seedings.again(id);
      return this.#one(this.agents, id);
    }
    const to = after[command];
    if (!to) return ok({ tickId: 't', position: String(++this.#position) }, 202);
    const agent = this.agents.find((one) => one.id === id);
    if (agent?.status === 'idle' && command === 'pause') return problem(409, 'invalid_state', 'The agent is idle.');
    return this.#change(id, { status: to, statusReason: null });
  }

  #create(given: Body): Answer {
    const errors = wrongIn(given);
    const username = String(given.username ?? '');
    errors.push(...wrongUsername(username));
    if (errors.length > 0) return problem(422, 'invalid', 'The body does not fit.', errors);
    if (this.agents.some((agent) => agent.username === username))
      return problem(409, 'username_taken', `The username ${username} is taken.`);
    const made = {
      ...agentNumber(this.agents.length, image),
      username,
      name: String(given.name),
      status: 'idle' as const,
      personaId: (given.persona as string) ?? null,
    };
    this.agents.push(made);
    this.tell('agents', [made]);
    return ok(made, 201);
  }

  #edit(id: string, given: Body): Answer {
    const errors = wrongIn(given);
    if (errors.length > 0) return problem(422, 'invalid_config', 'the configuration is not valid', errors);
    const agent = this.agents.find((one) => one.id === id);
    if (!agent) return problem(404, 'not_found', `There is no agent ${id}.`);
    const { reason: _, ...config } = given;
    return this.#change(id, { name: String(given.name), config: { ...agent.config, ...(config as Agent['config']) } });
  }

  #seed(count: number, persona: string | null): Answer {
    const made = Array.from({ length: count }, (_, n) => ({
      ...agentNumber(this.agents.length + n, image),
      status: 'idle' as const,
      statusReason: null,
      provisioned: false,
    }));
    this.agents.push(...made);
    this.tell('agents', made);
    const { id } = this.seedings.begin(made, persona);
    return ok({ id, created: made.map((agent) => agent.id), position: String(++this.#position) });
  }

  #found<T>(found: T | null, id: string): Answer {
    return found ? ok(found) : problem(404, 'not_found', `There is no ${id}.`);
  }

  #many(given: Body): Answer {
    const ids = given.ids as string[] | undefined;
    const filter = new URLSearchParams((given.filter ?? {}) as Record<string, string>);
    const chosen = ids ? this.agents.filter((agent) => ids.includes(agent.id)) : agentsOf(this.agents, filter);
    const action = given.action as BulkAction;
    if (given.dryRun) return ok(this.operations.preview(action, chosen));
    if (given.expected !== undefined && given.expected !== chosen.length)
      return problem(409, 'count_changed', `${chosen.length} agents match now, not ${given.expected}.`);
    return ok(this.operations.begin(action, chosen, String(given.reason ?? '')), 202);
  }

  #again(id: string, command: string): Answer {
    const made = command === 'undo' ? this.operations.undo(id, this.agents) : this.operations.retry(id, this.agents);
    if (made === 'too_late') return problem(409, 'too_late', 'It can be undone within 10 s only.');
    if (made === 'not_undoable') return problem(409, 'not_undoable', 'A deletion cannot be undone.');
    return made ? ok(made, 202) : problem(404, 'not_found', `There is no operation ${id}.`);
  }

  #decide(id: string, command: string, reason: string): Answer {
    const draft = this.drafts.find((one) => one.id === decodeURIComponent(id));
    if (!draft) return problem(404, 'not_found', `There is no draft ${id}.`);
    draft.state = command === 'approve' ? 'approved' : 'rejected';
    Object.assign(draft, { reason, decidedBy: 'admin', decidedAt: new Date().toISOString() });
    return ok({ ...draft, position: String(++this.#position) });
  }
}
