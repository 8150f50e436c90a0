import { hashText, type Random } from './random.ts';

/** What a task belongs to: a process that may be dead (its tasks are dropped) or stopped (they wait). */
export type Owner = { readonly name: string; state(): 'runs' | 'stopped' | 'dead'; postpone(task: Task): void };
export type Task = {
  at: number;
  readonly tie: number;
  readonly label: string;
  readonly owner: Owner | null;
  readonly run: () => void;
  cancelled: boolean;
};

export type VirtualTime = {
  /** Virtual ms since the history began. */
  now(): number;
  /** Runs once after `ms`; what is due at the same moment runs in an order that chance decides. */
  after(ms: number, label: string, run: () => void, owner?: Owner | null): Task;
  /** Puts a task back, due now. */
  again(task: Task): void;
  /** Lets time go on, task by task, until `done` says so (asked after each task) or the limit is reached. */
  run(done: () => boolean, limitMs: number): Promise<'done' | 'limit'>;
  /** Folds something into the fingerprint of this history. */
  note(text: string): void;
  fingerprint(): string;
  tasks(): number;
};

/** Everything that was begun by a task has run as far as it can when this resolves: nothing in here waits for real. */
const drained = () => new Promise<void>((resolve) => setImmediate(resolve));

const earlier = (a: Task, b: Task) => a.at < b.at || (a.at === b.at && a.tie < b.tie);

/** A queue of what is due, in virtual time, under a seeded scheduler. `tell`: hears every step, for a trace. */
export const virtualTime = (random: Random, tell: ((line: string) => void) | null = null): VirtualTime => {
  const heap: Task[] = [];
  let now = 0;
  let hash = hashText('');
  let ran = 0;

  const put = (task: Task) => {
    let place = heap.push(task) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = heap[parent] as Task;
      if (!earlier(task, above)) break;
      heap[place] = above;
      place = parent;
    }
    heap[place] = task;
  };
  const take = (): Task | undefined => {
    const first = heap[0];
    const last = heap.pop();
    if (!first || !last || heap.length === 0) return first;
    let place = 0;
    for (;;) {
      let child = place * 2 + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && earlier(heap[child + 1] as Task, heap[child] as Task)) child++;
      if (!earlier(heap[child] as Task, last)) break;
      heap[place] = heap[child] as Task;
      place = child;
    }
    heap[place] = last;
    return first;
  };

  const note = (text: string) => {
    hash = hashText(text, hash);
    tell?.(`${(now / 1_000).toFixed(3).padStart(9)}  ${text}`);
  };

  const step = async (task: Task): Promise<void> => {
    if (task.cancelled) return;
    const state = task.owner?.state() ?? 'runs';
    if (state === 'dead') return;
    if (state === 'stopped') return task.owner?.postpone(task);
    ran++;
    hash = hashText(`${task.at}${task.label}`, hash);
    if (tell && task.label !== '')
      tell(`${(now / 1_000).toFixed(3).padStart(9)}  ${task.owner?.name ?? ''} ${task.label}`);
    task.run();
    await drained();
  };

  return {
    now: () => now,
    after: (ms, label, run, owner = null) => {
      // Whole milliseconds, as timers have them: a sleep of less would never end.
      const at = now + Math.ceil(Math.max(0, ms));
      const task: Task = { at, tie: random.next(), label, owner, run, cancelled: false };
      put(task);
      return task;
    },
    again: (task) => {
      put({ ...task, at: now, tie: random.next() });
    },
    run: async (done, limitMs) => {
      await drained();
      while (!done()) {
        const task = take();
        if (!task || task.at > limitMs) return 'limit';
        now = Math.max(now, task.at);
        await step(task);
      }
      return 'done';
    },
    note,
    fingerprint: () => hash.toString(16).padStart(8, '0'),
    tasks: () => ran,
  };
};
