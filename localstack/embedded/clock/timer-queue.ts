/** A timer as the queue keeps it. */
export interface Entry {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Breaks ties: of two timers due at once, the earlier made runs first. */
  readonly order: number;
  task: () => void;
  /** Names the timer where its task fails. */
  readonly what: string;
  state: 'waiting' | 'gone' | 'cancelled';
}

/** Fewer cancelled entries than this are not worth rebuilding the heap for. */
const FEW = 64;

const nothing = () => {};

/**
 * A binary heap of timers by due time, then by insertion. Cancelling is O(1): the entry lets go of its task and
 * stays until it surfaces, or until more than half of the heap is cancelled and the heap is rebuilt from the
 * rest. So cancelled timers cost memory for as long as there are about as many live ones, and no longer.
 */
export class TimerQueue {
  #heap: Entry[] = [];
  #cancelled = 0;

  /** Entries held, cancelled ones included. */
  get size(): number {
    return this.#heap.length;
  }

  /** The next timer that is due. */
  peek(): Entry | undefined {
    while (this.#heap[0]?.state === 'cancelled') {
      this.#removeFirst();
      this.#cancelled--;
    }
    return this.#heap[0];
  }

  push(entry: Entry): void {
    const heap = this.#heap;
    heap.push(entry);
    for (let child = heap.length - 1; child > 0; ) {
      const parent = (child - 1) >> 1;
      if (!before(at(heap, child), at(heap, parent))) break;
      swap(heap, child, parent);
      child = parent;
    }
  }

  /** Takes away what {@link TimerQueue.peek} returned. */
  pop(): void {
    const first = this.peek();
    if (!first) return;
    first.state = 'gone';
    this.#removeFirst();
  }

  /** False where the timer has run or was cancelled before. */
  cancel(entry: Entry): boolean {
    if (entry.state !== 'waiting') return false;
    entry.state = 'cancelled';
    entry.task = nothing;
    this.#cancelled++;
    if (this.#cancelled >= FEW && this.#cancelled * 2 > this.#heap.length) this.#rebuild();
    return true;
  }

  clear(): void {
    for (const entry of this.#heap) entry.state = 'gone';
    this.#heap = [];
    this.#cancelled = 0;
  }

  #rebuild(): void {
    this.#heap = this.#heap.filter((entry) => entry.state === 'waiting');
    this.#cancelled = 0;
    for (let parent = (this.#heap.length >> 1) - 1; parent >= 0; parent--) this.#sink(parent);
  }

  #removeFirst(): void {
    const last = this.#heap.pop();
    if (!last || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#sink(0);
  }

  #sink(from: number): void {
    const heap = this.#heap;
    for (let parent = from; ; ) {
      const left = 2 * parent + 1;
      const right = left + 1;
      let least = parent;
      if (left < heap.length && before(at(heap, left), at(heap, least))) least = left;
      if (right < heap.length && before(at(heap, right), at(heap, least))) least = right;
      if (least === parent) return;
      swap(heap, least, parent);
      parent = least;
    }
  }
}

function before(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

function at(heap: Entry[], index: number): Entry {
  return heap[index] as Entry;
}

function swap(heap: Entry[], a: number, b: number): void {
  const held = at(heap, a);
  heap[a] = at(heap, b);
  heap[b] = held;
}
