import { goto } from '$app/navigation';
import { page } from '$app/state';

type Values = Record<string, string | null | undefined>;

/** The current address with some parameters changed; empty ones are taken out. */
export function withParams(values: Values): string {
  const params = new URLSearchParams(page.url.search);
  for (const [name, value] of Object.entries(values)) {
    if (value) params.set(name, value);
    else params.delete(name);
  }
  const text = params.toString();
  return text ? `?${text}` : page.url.pathname;
}

/** Goes there without losing the place. `replace` for typing in a search box: Back should not undo letter by letter. */
export function setParams(values: Values, replace = false): void {
  void goto(withParams(values), { replace, reset: false });
}
