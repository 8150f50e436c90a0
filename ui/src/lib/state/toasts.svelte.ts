export type Toast = { id: number; tone: 'good' | 'bad'; text: string; detail?: string | undefined };

const mostShown = 4;
const shownForMs = 6_000;

/** Short answers to commands. Errors stay until dismissed. */
class Toasts {
  list = $state<Toast[]>([]);
  #next = 1;

  good(text: string) {
    const id = this.#add({ tone: 'good', text });
    setTimeout(() => this.dismiss(id), shownForMs);
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
