import { describe, expect, test } from 'vitest';
import { createClock, standingTime, type TimeSource } from './clock.ts';
import { type Entry, TimerQueue } from './timer-queue.ts';

const START = Date.UTC(2026, 0, 31, 12);
const SECOND = 1000;
const DAY = 86_400 * SECOND;

function standingClock() {
  return createClock(standingTime(START));
}

describe('advance', () => {
  test('fires timers in order of time, each at its own time', async () => {
    const clock = standingClock();
    const fired: [string, number][] = [];
    clock.after(3 * SECOND, () => fired.push(['third', clock.now() - START]));
    clock.after(1 * SECOND, () => fired.push(['first', clock.now() - START]));
    clock.after(2 * SECOND, () => fired.push(['second', clock.now() - START]));
    await clock.advance(2 * SECOND);
    expect(fired).toEqual([
      ['first', 1 * SECOND],
      ['second', 2 * SECOND],
    ]);
    expect(clock.now()).toBe(START + 2 * SECOND);
  });

  test('fires timers that are due at once in the order in which they were made', async () => {
    const clock = standingClock();
    const fired: number[] = [];
    for (let index = 0; index < 50; index++) clock.after(SECOND, () => fired.push(index));
    await clock.advance(SECOND);
    expect(fired).toEqual(Array.from({ length: 50 }, (_, index) => index));
  });

  test('fires timers that timers set, where they fall within the advance', async () => {
    const clock = standingClock();
    const fired: number[] = [];
    const again = () => {
      fired.push((clock.now() - START) / SECOND);
      clock.after(10 * SECOND, again);
    };
    clock.after(10 * SECOND, again);
    await clock.advance(35 * SECOND);
    expect(fired).toEqual([10, 20, 30]);
  });

  test('lets tracked work finish before it moves on to the next timer', async () => {
    const clock = standingClock();
    const seen: string[] = [];
    clock.after(SECOND, () => {
      const work = (async () => {
        for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
        seen.push(`work at ${(clock.now() - START) / SECOND}`);
        clock.after(SECOND, () => seen.push(`follow-up at ${(clock.now() - START) / SECOND}`));
      })();
      clock.track(work);
    });
    clock.after(DAY, () => seen.push('next day'));
    await clock.advance(DAY);
    expect(seen).toEqual(['work at 1', 'follow-up at 2', 'next day']);
  });

  test('goes on after tracked work that fails', async () => {
    const clock = standingClock();
    clock.track(Promise.reject(new Error('refused'))).catch(() => {});
    await clock.advance(SECOND);
    expect(clock.now()).toBe(START + SECOND);
  });

  test('adds up when called twice at once', async () => {
    const clock = standingClock();
    await Promise.all([clock.advance(SECOND), clock.advance(2 * SECOND)]);
    expect(clock.now()).toBe(START + 3 * SECOND);
  });

  test('calls its listeners with the offset from the source, also between timers', async () => {
    const clock = standingClock();
    const offsets: number[] = [];
    clock.onAdvance((offset) => offsets.push(offset));
    clock.after(SECOND, () => {});
    await clock.advance(5 * SECOND);
    expect(offsets).toEqual([SECOND, 5 * SECOND]);
  });

  test('reports a task that throws, and fires the others', async () => {
    const reported: unknown[] = [];
    const clock = standingClock();
    clock.onError((error, what) => reported.push([what, error]));
    let fired = false;
    clock.after(
      SECOND,
      () => {
        throw new Error('broken task');
      },
      'The reminder',
    );
    clock.after(SECOND, () => {
      fired = true;
    });
    await clock.advance(SECOND);
    expect(reported).toEqual([['The reminder', new Error('broken task')]]);
    expect(fired).toBe(true);
  });

  test('reports background work that fails, at once or later, and waits for it', async () => {
    const reported: unknown[] = [];
    const clock = standingClock();
    clock.onError((error, what) => reported.push([what, error]));
    clock.background(() => {
      throw new Error('at once');
    }, 'The first');
    clock.background(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      throw new Error('later');
    }, 'The second');
    await clock.advance(SECOND);
    expect(reported).toEqual([
      ['The first', new Error('at once')],
      ['The second', new Error('later')],
    ]);
  });

  test('goes on where a listener to advances throws', async () => {
    const reported: unknown[] = [];
    const clock = standingClock();
    clock.onError((error) => reported.push(error));
    clock.onAdvance(() => {
      throw new Error('broken listener');
    });
    await clock.advance(SECOND);
    await clock.advance(SECOND);
    expect(clock.now()).toBe(START + 2 * SECOND);
    expect(reported.length).toBeGreaterThan(0);
  });

  test('refuses a timer without a time, which would hold up all others', async () => {
    const clock = standingClock();
    expect(() => clock.after(Number.NaN, () => {}, 'The reminder')).toThrow('The reminder has no time.');
  });
});

describe('cancel', () => {
  test('keeps a timer from firing', async () => {
    const clock = standingClock();
    let fired = false;
    const timer = clock.after(SECOND, () => {
      fired = true;
    });
    timer.cancel();
    timer.cancel();
    await clock.advance(DAY);
    expect(fired).toBe(false);
  });

  test('does nothing to a timer that has fired', async () => {
    const clock = standingClock();
    let fired = 0;
    const timer = clock.after(SECOND, () => {
      fired++;
    });
    await clock.advance(SECOND);
    timer.cancel();
    await clock.advance(SECOND);
    expect(fired).toBe(1);
  });

  test('stop cancels all timers', async () => {
    const clock = standingClock();
    let fired = false;
    clock.after(SECOND, () => {
      fired = true;
    });
    clock.stop();
    await clock.advance(DAY);
    expect(fired).toBe(false);
  });
});

describe('a clock that runs by itself', () => {
  /** A source whose time and wake-ups the test moves by hand. */
  function manualSource() {
    const wakes: { delay: number; callback: () => void; cancelled: boolean }[] = [];
    let time = START;
    const source: TimeSource = {
      now: () => time,
      wake(delay, callback) {
        const wake = { delay, callback, cancelled: false };
        wakes.push(wake);
        return () => {
          wake.cancelled = true;
        };
      },
    };
    const pass = (milliseconds: number) => {
      time += milliseconds;
    };
    return { source, pass, wakes, pending: () => wakes.filter((wake) => !wake.cancelled) };
  }

  test('asks to be woken for the earliest timer only', () => {
    const { source, pending } = manualSource();
    const clock = createClock(source);
    clock.after(10 * SECOND, () => {});
    clock.after(3 * SECOND, () => {});
    clock.after(20 * SECOND, () => {});
    expect(pending().map((wake) => wake.delay)).toEqual([3 * SECOND]);
  });

  test('fires what is due when it is woken', () => {
    const { source, pass, pending } = manualSource();
    const clock = createClock(source);
    let fired = false;
    clock.after(3 * SECOND, () => {
      fired = true;
    });
    pass(3 * SECOND);
    pending()[0]?.callback();
    expect(fired).toBe(true);
  });

  test('after an advance, is woken for the rest of a delay and not for the whole of it', async () => {
    const { source, pending } = manualSource();
    const clock = createClock(source);
    clock.after(10 * SECOND, () => {});
    await clock.advance(4 * SECOND);
    expect(pending().map((wake) => wake.delay)).toEqual([6 * SECOND]);
  });
});

describe('the queue of timers', () => {
  const entry = (at: number, order: number): Entry => ({
    at,
    order,
    what: 'A timer',
    task: () => {},
    state: 'waiting',
  });

  test('gives back the memory of thousands of cancelled day-long timers', () => {
    const queue = new TimerQueue();
    queue.push(entry(DAY, 0));
    for (let order = 1; order <= 10_000; order++) {
      const cancelled = entry(DAY + order, order);
      queue.push(cancelled);
      queue.cancel(cancelled);
    }
    expect(queue.size).toBeLessThan(128);
  });

  test('cancels tens of thousands of waiting timers without looking for them', () => {
    const queue = new TimerQueue();
    const entries = Array.from({ length: 50_000 }, (_, order) => entry(order, order));
    for (const one of entries) queue.push(one);
    const started = performance.now();
    for (const one of entries) queue.cancel(one);
    // A linear search would take several seconds.
    expect(performance.now() - started).toBeLessThan(500);
    expect(queue.size).toBeLessThan(128);
  });
});
