/** The wall clock for relative times, moving once a second while the tab is seen. */
class Now {
  ms = $state(Date.now());

  start(): () => void {
    const timer = setInterval(() => {
      if (!document.hidden) this.ms = Date.now();
    }, 1_000);
    return () => clearInterval(timer);
  }
}

export const now = new Now();
