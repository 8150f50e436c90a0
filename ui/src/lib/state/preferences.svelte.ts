export type Theme = 'system' | 'light' | 'dark';
/** How moments are written: how long ago, or by the clock of this browser, of UTC, or of the agent's own zone. */
export type TimeMode = 'relative' | 'local' | 'utc' | 'agent';
export const timeModes: readonly (readonly [mode: TimeMode, label: string])[] = [
  ['relative', 'Relative'],
  ['local', 'Local time'],
  ['utc', 'UTC'],
  ['agent', 'Agent’s own'],
];

const stored = (name: string) => localStorage.getItem(`fleet.${name}`);

/** What this browser remembers about its operator. */
class Preferences {
  theme = $state<Theme>((stored('theme') as Theme | null) ?? 'system');
  time = $state<TimeMode>(timeModes.find(([mode]) => mode === stored('time'))?.[0] ?? 'relative');
  shortcuts = $state(stored('shortcuts') !== 'off');
  systemDark = $state(matchMedia('(prefers-color-scheme: dark)').matches);
  readonly dark = $derived(this.theme === 'dark' || (this.theme === 'system' && this.systemDark));

  /** Follows the system's light and dark until the operator chose. */
  start(): () => void {
    const media = matchMedia('(prefers-color-scheme: dark)');
    const follow = () => {
      this.systemDark = media.matches;
      this.#apply();
    };
    media.addEventListener('change', follow);
    follow();
    return () => media.removeEventListener('change', follow);
  }

  setTheme(theme: Theme) {
    this.theme = theme;
    localStorage.setItem('fleet.theme', theme);
    this.#apply();
  }

  setTime(mode: TimeMode) {
    this.time = mode;
    localStorage.setItem('fleet.time', mode);
  }

  setShortcuts(on: boolean) {
    this.shortcuts = on;
    localStorage.setItem('fleet.shortcuts', on ? 'on' : 'off');
  }

  #apply() {
    document.documentElement.dataset.theme = this.dark ? 'dark' : 'light';
  }
}

export const preferences = new Preferences();
