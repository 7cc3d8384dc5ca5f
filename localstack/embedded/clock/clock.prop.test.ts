import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Entry, TimerQueue } from './timer-queue.ts';

test('the queue yields what was not cancelled, ordered by time and then by insertion', () => {
  const timer = fc.record({ at: fc.integer({ min: 0, max: 50 }), cancelled: fc.boolean() });
  fc.assert(
    fc.property(fc.array(timer, { maxLength: 400 }), (timers) => {
      const queue = new TimerQueue();
      const entries = timers.map(
        ({ at }, order): Entry => ({ at, order, what: 'A timer', task: () => {}, state: 'waiting' }),
      );
      for (const entry of entries) queue.push(entry);
      for (const [index, entry] of entries.entries()) if (timers[index]?.cancelled) queue.cancel(entry);
      const yielded: Entry[] = [];
      for (let next = queue.peek(); next; next = queue.peek()) {
        yielded.push(next);
        queue.pop();
      }
      const expected = entries
        .filter((_, index) => !timers[index]?.cancelled)
        .sort((a, b) => a.at - b.at || a.order - b.order);
      expect(yielded).toEqual(expected);
    }),
    { numRuns: 100 },
  );
});
