/** Nobody reads rows that go by faster: some sixty a second. */
const readablePxPerS = 3_000;
/** Scrolls in a row, each faster than that, that are more than a jump by a key. */
const fastScrolls = 3;
/** So long after the last fast scroll the rows are read again. */
const settledMs = 100;
/** Rows that are made whole in one frame. */
const rowsPerFrame = 10;

/** How many of the rows in sight are drawn whole: all of them, unless they go by too fast to be read. */
export class ScrollPace {
  /** Of the rows in sight, from the first: those before this place are whole, and stay so. */
  whole = $state(Number.POSITIVE_INFINITY);

  /** Follows one element's scrolling. @param rows how many are in sight. Returns what ends it. */
  follow(element: HTMLElement, rows: () => number): () => void {
    let [top, at, fast, frame] = [element.scrollTop, 0, 0, 0];
    let settled: ReturnType<typeof setTimeout> | undefined;
    const more = () => {
      this.whole += rowsPerFrame;
      if (this.whole < rows()) frame = requestAnimationFrame(more);
      else this.whole = Number.POSITIVE_INFINITY;
    };
    const scrolled = ({ timeStamp }: Event) => {
      const pxPerS = (Math.abs(element.scrollTop - top) / Math.max(1, timeStamp - at)) * 1_000;
      [top, at] = [element.scrollTop, timeStamp];
      fast = pxPerS > readablePxPerS ? fast + 1 : 0;
      if (fast < fastScrolls) return;
      cancelAnimationFrame(frame);
      clearTimeout(settled);
      this.whole = 0;
      settled = setTimeout(more, settledMs);
    };
    // Before the list draws its rows anew: reading the place after that would have the browser lay them out twice.
    const first = { passive: true, capture: true };
    element.addEventListener('scroll', scrolled, first);
    return () => {
      element.removeEventListener('scroll', scrolled, first);
      cancelAnimationFrame(frame);
      clearTimeout(settled);
    };
  }
}
