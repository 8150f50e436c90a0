/** Scrolls in a row, each farther than half of what is seen, that make a drag of the scrollbar: one alone is a key. */
const farScrolls = 3;
/** So long after the last far scroll the rows are read again. */
const settledMs = 100;
/** Rows that are made whole in one frame. */
const rowsPerFrame = 10;

/** How many of the rows in sight are drawn whole: all of them, unless they go by too fast to be read. */
export class ScrollPace {
  /** Of the rows in sight, from the first: those before this place are whole. */
  whole = $state(Number.POSITIVE_INFINITY);

  /** Follows one element's scrolling. @param rows how many are in sight. Returns what ends it. */
  follow(element: HTMLElement, rows: () => number): () => void {
    let [top, far, frame] = [element.scrollTop, 0, 0];
    let settled: ReturnType<typeof setTimeout> | undefined;
    const more = () => {
      this.whole += rowsPerFrame;
      if (this.whole < rows()) frame = requestAnimationFrame(more);
      else this.whole = Number.POSITIVE_INFINITY;
    };
    const scrolled = () => {
      const by = Math.abs(element.scrollTop - top);
      top = element.scrollTop;
      far = by > element.clientHeight / 2 ? far + 1 : 0;
      if (far < farScrolls) return;
      cancelAnimationFrame(frame);
      clearTimeout(settled);
      this.whole = 0;
      settled = setTimeout(more, settledMs);
    };
    element.addEventListener('scroll', scrolled, { passive: true });
    return () => {
      element.removeEventListener('scroll', scrolled);
      cancelAnimationFrame(frame);
      clearTimeout(settled);
    };
  }
}
