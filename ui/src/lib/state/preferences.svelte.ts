export type Theme = 'system' | 'light' | 'dark';

const stored = (name: string) => localStorage.getItem(`fleet.${name}`);

/** What this browser remembers about its operator. */
class Preferences {
  theme = $state<Theme>((stored('theme') as Theme | null) ?? 'system');
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

  setShortcuts(on: boolean) {
    this.shortcuts = on;
    localStorage.setItem('fleet.shortcuts', on ? 'on' : 'off');
  }

  #apply() {
    document.documentElement.dataset.theme = this.dark ? 'dark' : 'light';
  }
}

export const preferences = new Preferences();
