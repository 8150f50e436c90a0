import type { Activity } from '@fleet/domain/read-models/api';

/** Why the feed stands still. `operator` is the Space key or the button. */
export type PauseCause = 'operator' | 'scrolled' | 'selecting' | 'hidden';

/** Rows in the page at first and added per step of scrolling: the page stays light however long the feed is. */
export const step = 60;

/**
 * What of the feed is shown. While paused it stands still on what was there, counts what came, and goes on from the
 * newest when resumed.
 */
export class FeedView {
  causes = $state.raw<readonly PauseCause[]>([]);
  shown = $state(step);
  #held = $state.raw<Activity[] | null>(null);
  readonly #items: () => Activity[];
  readonly paused = $derived(this.causes.length > 0);
  /** Index in the live feed of the newest row shown. */
  readonly #offset = $derived.by(() => {
    const head = this.#held?.[0];
    return head ? this.#items().findIndex((activity) => activity.id === head.id) : 0;
  });
  readonly all = $derived.by(() => (this.#held && this.#offset < 0 ? this.#held : this.#items().slice(this.#offset)));
  readonly visible = $derived(this.all.slice(0, this.shown));
  /** New activities not shown yet; `null` when there are more than are kept. */
  readonly pending = $derived(this.#offset < 0 ? null : this.#offset);

  constructor(items: () => Activity[]) {
    this.#items = items;
  }

  pause(cause: PauseCause) {
    if (this.causes.includes(cause)) return;
    if (!this.paused) this.#held = this.#items();
    this.causes = [...this.causes, cause];
  }

  resume(cause: PauseCause) {
    if (!this.causes.includes(cause)) return;
    this.causes = this.causes.filter((other) => other !== cause);
    if (!this.paused) this.#release();
  }

  /** Back to the newest, whatever paused it. */
  catchUp() {
    this.causes = [];
    this.#release();
  }

  more() {
    this.shown += step;
  }

  #release() {
    this.#held = null;
    this.shown = step;
  }
}
