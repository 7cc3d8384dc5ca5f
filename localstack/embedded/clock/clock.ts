/** A timer that a {@link Clock} will run; cancelling one that has run or was cancelled does nothing. */
export interface Timer {
  cancel(): void;
}

/**
 * The only source of time inside the embedded AWS. Every deadline (token life, task timeout, schedule,
 * visibility timeout, presigned expiry) is read from it, so that advancing it makes all of them due at once.
 */
export interface Clock {
  /** Milliseconds since the epoch, as the emulated AWS sees them. */
  now(): number;
  /** Runs `task` once when `delay` milliseconds of emulated time have passed. */
  after(delay: number, task: () => void): Timer;
  /**
   * Registers work under way that is not itself waiting for the clock (a Lambda invocation, a state being
   * executed), so that {@link Clock.advance} lets it finish before it moves on to the next timer.
   */
  track<T>(work: Promise<T>): Promise<T>;
  /** Moves emulated time forward by `milliseconds`, running every timer that falls due, in order of time. */
  advance(milliseconds: number): Promise<void>;
  /** Called with the new offset from the system's time, in milliseconds, after each advance. */
  onAdvance(listener: (offset: number) => void): void;
  /** Cancels all timers. */
  stop(): void;
}

/** Where a clock takes its base time from, and how it wakes up; injected so that tests own time. */
export interface TimeSource {
  now(): number;
  /** Calls back once `milliseconds` have really passed; returns how to cancel that. Absent: time only moves by advance. */
  wake?(milliseconds: number, callback: () => void): () => void;
}

/** The machine's own time. Timers do not keep the process alive. */
export const systemTime: TimeSource = {
  now: () => Date.now(),
  wake(milliseconds, callback) {
    const timeout = setTimeout(callback, Math.min(milliseconds, 2 ** 31 - 1));
    timeout.unref();
    return () => clearTimeout(timeout);
  },
};

/** A time that stands still until it is advanced; starts at `start` milliseconds since the epoch. */
export function standingTime(start: number): TimeSource {
  return { now: () => start };
}

interface Entry {
  readonly at: number;
  readonly order: number;
  readonly task: () => void;
  cancelled: boolean;
}

/** Creates a clock over `source`; see {@link Clock}. */
export function createClock(source: TimeSource = systemTime): Clock {
  let offset = 0;
  let order = 0;
  let cancelWake: (() => void) | undefined;
  let wakeAt = Number.POSITIVE_INFINITY;
  const timers = new TimerQueue();
  const listeners: ((offset: number) => void)[] = [];
  const tracked = new Set<Promise<unknown>>();

  const now = () => source.now() + offset;

  function schedule(): void {
    const next = timers.peek();
    if (!source.wake) return;
    if (!next) {
      cancelWake?.();
      wakeAt = Number.POSITIVE_INFINITY;
      return;
    }
    if (next.at === wakeAt) return;
    cancelWake?.();
    wakeAt = next.at;
    cancelWake = source.wake(Math.max(0, next.at - now()), () => {
      wakeAt = Number.POSITIVE_INFINITY;
      runDue(now());
      schedule();
    });
  }

  function runDue(until: number): void {
    for (let next = timers.peek(); next && next.at <= until; next = timers.peek()) {
      timers.pop();
      next.task();
    }
  }

  async function settle(): Promise<void> {
    do {
      if (tracked.size > 0) await Promise.allSettled(tracked);
      await new Promise((resolve) => setImmediate(resolve));
    } while (tracked.size > 0);
  }

  return {
    now,
    after(delay, task) {
      const entry: Entry = { at: now() + Math.max(0, delay), order: order++, task, cancelled: false };
      timers.push(entry);
      schedule();
      return {
        cancel() {
          if (entry.cancelled) return;
          entry.cancelled = true;
          timers.forget(entry);
          schedule();
        },
      };
    },
    track(work) {
      tracked.add(work);
      const forget = () => tracked.delete(work);
      work.then(forget, forget);
      return work;
    },
    async advance(milliseconds) {
      const target = now() + milliseconds;
      await settle();
      for (let next = timers.peek(); next && next.at <= target; next = timers.peek()) {
        offset += Math.max(0, next.at - now());
        for (const listener of listeners) listener(offset);
        runDue(next.at);
        await settle();
      }
      offset += Math.max(0, target - now());
      for (const listener of listeners) listener(offset);
      schedule();
    },
    onAdvance(listener) {
      listeners.push(listener);
    },
    stop() {
      cancelWake?.();
      timers.clear();
    },
  };
}

/** A binary heap by due time, then by insertion; cancelled entries are dropped when they surface. */
class TimerQueue {
  #heap: Entry[] = [];
  #cancelled = 0;

  peek(): Entry | undefined {
    while (this.#heap[0]?.cancelled) {
      this.pop();
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

  pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    heap[0] = last;
    for (let parent = 0; ; ) {
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

  /** Counts a cancelled entry, and rebuilds the heap once most of it is cancelled, so that memory is given back. */
  forget(entry: Entry): void {
    if (!this.#heap.includes(entry) && this.#heap.length < 64) return;
    this.#cancelled++;
    if (this.#cancelled < 64 || this.#cancelled * 2 < this.#heap.length) return;
    const alive = this.#heap.filter((kept) => !kept.cancelled);
    this.#heap = [];
    this.#cancelled = 0;
    for (const kept of alive) this.push(kept);
  }

  clear(): void {
    this.#heap = [];
    this.#cancelled = 0;
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
