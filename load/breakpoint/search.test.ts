import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findBreakpoint, type SearchLimits } from './search.ts';

const limits: SearchLimits = { start: 0.5, factor: 2, tolerance: 0.05, highest: 64, lowest: 0.05 };

/** A target that holds up to a share; `moods` are answers that it gives against that, by the number of the try. */
function targetHolding(capacity: number, moods: Readonly<Record<number, boolean>> = {}) {
  let tries = 0;
  return async (share: number) => ({ share, held: moods[tries++] ?? share <= capacity });
}

describe('the search for the breakpoint', () => {
  test('finds any capacity within the tolerance, never above it, and confirms it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0.06, max: 60, noNaN: true }), async (capacity) => {
        const { share, limit, confirmedBy } = await findBreakpoint(targetHolding(capacity), limits);
        expect(share).toBeLessThanOrEqual(capacity);
        expect(share * (1 + limits.tolerance)).toBeGreaterThanOrEqual(Math.min(capacity, share * 1.05));
        expect(limit?.share).toBeGreaterThan(capacity);
        expect((limit?.share ?? 0) / share - 1).toBeLessThanOrEqual(limits.tolerance + 1e-9);
        expect(confirmedBy.map((probe) => probe.share)).toEqual([share, share]);
      }),
    );
  });

  test('goes up by doubling, then halves', async () => {
    const { probes } = await findBreakpoint(targetHolding(3), { ...limits, tolerance: 0.3 });
    expect(probes.map(({ share }) => share)).toEqual([0.5, 1, 2, 4, 3, 3.5, 3]);
  });

  test('takes back a share that held by luck', async () => {
    // 3.5 holds once, at the sixth try, and not when it is repeated.
    const moody = targetHolding(3, { 5: true, 6: false });
    const { share, limit } = await findBreakpoint(moody, { ...limits, tolerance: 0.15 });
    expect(share).toBeLessThanOrEqual(3);
    expect(limit?.share).toBeGreaterThan(share);
  });

  test('ends at the highest that it may ask for', async () => {
    const found = await findBreakpoint(targetHolding(1_000), { ...limits, highest: 3 });
    expect(found).toMatchObject({ share: 3, limit: undefined });
  });

  test('finds nothing where nothing holds, and says what was tried least', async () => {
    const { share, limit, confirmedBy } = await findBreakpoint(targetHolding(0), limits);
    expect({ share, confirmedBy }).toEqual({ share: 0, confirmedBy: [] });
    expect(limit?.share).toBeLessThan(0.1);
  });
});
