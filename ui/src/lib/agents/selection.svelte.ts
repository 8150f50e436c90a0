import { SvelteSet } from 'svelte/reactivity';

/** Which agents a bulk command is for: chosen ones, or everything that matches the filters. */
export class Selection {
  readonly ids = new SvelteSet<string>();
  everything = $state(false);
  #last: string | null = null;

  has(id: string): boolean {
    return this.everything || this.ids.has(id);
  }

  /** Whether every one of them is selected. Asks one by one only when there are enough: a list may hold thousands. */
  hasAll(agents: readonly { id: string }[]): boolean {
    if (agents.length === 0) return false;
    return this.everything || (this.ids.size >= agents.length && agents.every(({ id }) => this.ids.has(id)));
  }

  toggle(id: string) {
    this.everything = false;
    if (!this.ids.delete(id)) this.ids.add(id);
    this.#last = id;
  }

  /** From the last one touched to this one, in the order shown. */
  extend(order: readonly string[], id: string) {
    const from = this.#last === null ? -1 : order.indexOf(this.#last);
    const to = order.indexOf(id);
    if (from < 0) return this.toggle(id);
    this.add(order.slice(Math.min(from, to), Math.max(from, to) + 1));
    this.#last = id;
  }

  add(ids: readonly string[]) {
    for (const id of ids) this.ids.add(id);
  }

  clear() {
    this.ids.clear();
    this.everything = false;
  }
}
