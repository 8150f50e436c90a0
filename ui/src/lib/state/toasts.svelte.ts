/** `undo`: offered until `until` (wall ms), with the seconds that are left. */
export type Undo = { run: () => Promise<unknown>; until: number };
export type Toast = { id: number; tone: 'good' | 'bad'; text: string; detail?: string | undefined; undo?: Undo };

const mostShown = 4;
const shownForMs = 6_000;

/** Short answers to commands. Errors stay until dismissed. */
class Toasts {
  list = $state<Toast[]>([]);
  #next = 1;

  good(text: string, undo?: Undo) {
    const id = this.#add({ tone: 'good', text, ...(undo ? { undo } : {}) });
    setTimeout(() => this.dismiss(id), undo ? Math.max(0, undo.until - Date.now()) : shownForMs);
  }

  bad(text: string, detail?: string) {
    this.#add({ tone: 'bad', text, detail });
  }

  dismiss(id: number) {
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  #add(toast: Omit<Toast, 'id'>): number {
    const id = this.#next++;
    this.list = [...this.list, { ...toast, id }].slice(-mostShown);
    return id;
  }
}

export const toasts = new Toasts();
