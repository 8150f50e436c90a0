import { untrack } from 'svelte';
import { preferences } from './preferences.svelte.ts';

export type Shortcut = { keys: string; label: string; group: string; run: () => void };

const waitForSecondKeyMs = 1_200;

const inField = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || target.closest('input, textarea, select') !== null);

/** Whether Space or Enter already means something here. */
const onControl = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest('button, a, [role="button"], [role="menuitem"], summary') !== null;

/** Single-key shortcuts: never in fields, never under a dialog, off as a whole if the operator says so. */
class Keys {
  list = $state<Shortcut[]>([]);
  #first: { key: string; until: number } | null = null;

  /** Adds shortcuts while a page or part is shown; call the result to take them away. */
  add(shortcuts: Shortcut[]): () => void {
    // Called in effects, which must not run again because of their own shortcuts.
    this.list = [...untrack(() => this.list), ...shortcuts];
    return () => {
      this.list = this.list.filter((shortcut) => !shortcuts.some((own) => own.keys === shortcut.keys));
    };
  }

  handle(event: KeyboardEvent) {
    if (!preferences.shortcuts || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (inField(event.target) || document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]')) return;
    const key = event.key === ' ' ? 'Space' : event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key === 'Space' && onControl(event.target)) return;
    const first = this.#first && this.#first.until > event.timeStamp ? this.#first.key : null;
    this.#first = null;
    const wanted = first ? `${first} ${key}` : key;
    const found = this.list.find((shortcut) => shortcut.keys === wanted);
    if (found) {
      event.preventDefault();
      found.run();
    } else if (!first && this.list.some((shortcut) => shortcut.keys.startsWith(`${key} `))) {
      this.#first = { key, until: event.timeStamp + waitForSecondKeyMs };
    }
  }
}

export const keys = new Keys();
