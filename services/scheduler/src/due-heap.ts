/**
 * Small numbers (agents) ordered by a moment: an indexed 4-ary heap on typed arrays, so that an entry can be moved or
 * taken out at any time. 16 bytes per entry; grows by doubling.
 */
export type DueHeap = {
  readonly size: () => number;
  /** The item with the earliest moment; -1 when empty. */
  readonly first: () => number;
  /** Moment of an item; NaN when it is not in. */
  readonly dueOf: (item: number) => number;
  /** Puts in, or moves. */
  readonly set: (item: number, due: number) => void;
  readonly remove: (item: number) => void;
  readonly clear: () => void;
};

const ABSENT = -1;

export const createDueHeap = (capacity = 1_024): DueHeap => {
  let dues = new Float64Array(capacity).fill(Number.NaN);
  let places = new Int32Array(capacity).fill(ABSENT);
  let items = new Int32Array(capacity);
  let size = 0;

  const dueAt = (place: number): number => dues[items[place] as number] as number;

  const put = (place: number, item: number) => {
    items[place] = item;
    places[item] = place;
  };

  const up = (start: number) => {
    const item = items[start] as number;
    const due = dues[item] as number;
    let place = start;
    while (place > 0) {
      const parent = (place - 1) >> 2;
      if (dueAt(parent) <= due) break;
      put(place, items[parent] as number);
      place = parent;
    }
    put(place, item);
  };

  const down = (start: number) => {
    const item = items[start] as number;
    const due = dues[item] as number;
    let place = start;
    for (;;) {
      const firstChild = place * 4 + 1;
      if (firstChild >= size) break;
      let least = firstChild;
      const end = Math.min(firstChild + 4, size);
      for (let child = firstChild + 1; child < end; child++) if (dueAt(child) < dueAt(least)) least = child;
      if (dueAt(least) >= due) break;
      put(place, items[least] as number);
      place = least;
    }
    put(place, item);
  };

  const grow = (item: number) => {
    let length = dues.length;
    while (length <= item) length *= 2;
    const [oldDues, oldPlaces, oldItems] = [dues, places, items];
    dues = new Float64Array(length).fill(Number.NaN);
    places = new Int32Array(length).fill(ABSENT);
    items = new Int32Array(length);
    dues.set(oldDues);
    places.set(oldPlaces);
    items.set(oldItems);
  };

  const placeOf = (item: number): number => (item < places.length ? (places[item] as number) : ABSENT);

  return {
    size: () => size,
    first: () => (size > 0 ? (items[0] as number) : ABSENT),
    dueOf: (item) => (placeOf(item) === ABSENT ? Number.NaN : (dues[item] as number)),
    set: (item, due) => {
      if (item >= dues.length) grow(item);
      const place = placeOf(item);
      const before = dues[item] as number;
      dues[item] = due;
      if (place === ABSENT) {
        put(size, item);
        up(size++);
      } else if (due < before) up(place);
      else down(place);
    },
    remove: (item) => {
      const place = placeOf(item);
      if (place === ABSENT) return;
      places[item] = ABSENT;
      dues[item] = Number.NaN;
      const last = items[--size] as number;
      if (place === size) return;
      put(place, last);
      up(place);
      down(places[last] as number);
    },
    clear: () => {
      for (let place = 0; place < size; place++) {
        const item = items[place] as number;
        places[item] = ABSENT;
        dues[item] = Number.NaN;
      }
      size = 0;
    },
  };
};
