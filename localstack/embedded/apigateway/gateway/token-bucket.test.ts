import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createTokenBucket } from './token-bucket.ts';

it('never lets through more than its burst and what its rate has added since', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100 }),
      fc.integer({ min: 1, max: 50 }),
      fc.array(
        fc.record({ wait: fc.integer({ min: 0, max: 3000 }), requests: fc.integer({ min: 0, max: 40 }) }),
      ),
      (rate, burst, steps) => {
        let now = 1_000_000;
        const bucket = createTokenBucket({ now: () => now }, rate, burst);
        let passed = 0;
        for (const { wait, requests } of steps) {
          now += wait;
          for (let request = 0; request < requests; request++) if (bucket.take()) passed++;
          expect(passed).toBeLessThanOrEqual(burst + ((now - 1_000_000) / 1000) * rate + 1e-6);
        }
      },
    ),
  );
});

it('lets nothing through at a rate or burst of zero', () => {
  const clock = { now: () => 0 };
  expect([createTokenBucket(clock, 0, 5).take(), createTokenBucket(clock, 5, 0).take()]).toEqual([
    false,
    false,
  ]);
});
