import { type Entry, TimerQueue } from './timer-queue.ts';

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
  /** Runs `task` once when `delay` milliseconds of emulated time have passed; `what` names it where it fails. */
  after(delay: number, task: () => void, what?: string): Timer;
  /**
   * Registers work under way that is not itself waiting for the clock (a Lambda invocation, a state being
   * executed), so that {@link Clock.advance} lets it finish before it moves on to the next timer.
   */
  track<T>(work: Promise<T>): Promise<T>;
  /** As {@link Clock.track}, for work that nobody waits for: what it throws is reported under the name `what`. */
  background(work: () => Promise<unknown>, what: string): void;
  /** Moves emulated time forward by `milliseconds`, running every timer that falls due, in order of time. */
  advance(milliseconds: number): Promise<void>;
  /** Called with the new offset from the system's time, in milliseconds, after each advance. */
  onAdvance(listener: (offset: number) => void): void;
  /** Called with what timers and background work throw, in place of the listener before. */
  onError(listener: (error: unknown, what: string) => void): void;
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

/** Creates a clock over `source`; see {@link Clock}. */
export function createClock(source: TimeSource = systemTime): Clock {
  let report = (error: unknown, what: string): void => console.error(`${what} failed:`, error);
  let offset = 0;
  let order = 0;
  let cancelWake: (() => void) | undefined;
  let wakeAt = Number.POSITIVE_INFINITY;
  const timers = new TimerQueue();
  const listeners: ((offset: number) => void)[] = [];
  const tracked = new Set<Promise<unknown>>();
  let advancing: Promise<void> = Promise.resolve();

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
      try {
        next.task();
      } catch (error) {
        report(error, next.what);
      }
    }
  }

  async function moveForward(milliseconds: number): Promise<void> {
    const target = now() + milliseconds;
    await settle();
    for (let next = timers.peek(); next && next.at <= target; next = timers.peek()) {
      moveTo(next.at);
      runDue(next.at);
      await settle();
    }
    moveTo(target);
    // The wake that was asked for is of the time before: it would come too late by what was advanced.
    cancelWake?.();
    wakeAt = Number.POSITIVE_INFINITY;
    schedule();
  }

  function moveTo(time: number): void {
    offset += Math.max(0, time - now());
    for (const listener of listeners) {
      try {
        listener(offset);
      } catch (error) {
        report(error, 'A listener to the clock');
      }
    }
  }

  async function settle(): Promise<void> {
    do {
      if (tracked.size > 0) await Promise.allSettled(tracked);
      await new Promise((resolve) => setImmediate(resolve));
    } while (tracked.size > 0);
  }

  function track<T>(work: Promise<T>): Promise<T> {
    tracked.add(work);
    const forget = () => tracked.delete(work);
    work.then(forget, forget);
    return work;
  }

  return {
    now,
    after(delay, task, what = 'A timer') {
      // It would be before no other and after no other, and keep all of them from being due.
      if (Number.isNaN(delay)) throw new RangeError(`${what} has no time.`);
      const entry: Entry = { at: now() + Math.max(0, delay), order: order++, task, what, state: 'waiting' };
      timers.push(entry);
      schedule();
      return {
        cancel() {
          if (timers.cancel(entry)) schedule();
        },
      };
    },
    track,
    background(work, what) {
      // Begun within a promise, so that what it throws at once is reported like what it throws later.
      const begun = new Promise((resolve) => resolve(work()));
      void track(begun.catch((error: unknown) => report(error, what)));
    },
    advance(milliseconds) {
      // One after the other: two advances of a day at once are two days.
      advancing = advancing.then(() => moveForward(milliseconds));
      return advancing;
    },
    onAdvance(listener) {
      listeners.push(listener);
    },
    onError(listener) {
      report = listener;
    },
    stop() {
      cancelWake?.();
      timers.clear();
    },
  };
}
