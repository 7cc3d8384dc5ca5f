import { describe, expect, test } from 'vitest';
import { generatorWarnings, sharesOf, watchCpu } from './generator.ts';

/** Readings a second apart, of a process and of a machine with four processors, by what was used in each second. */
function readings(seconds: readonly { readonly used: number; readonly busy: number }[]) {
  let used = 0;
  let busy = 0;
  const start = { at: 0, used, machine: { busy, all: 0 } };
  const rest = seconds.map((second, index) => {
    used += second.used;
    busy += second.busy * 1000;
    return { at: (index + 1) * 1000, used, machine: { busy, all: (index + 1) * 4000 } };
  });
  return [start, ...rest];
}

describe('the generator’s share of the machine', () => {
  test('is of all processors, and its peak that of the busiest five seconds', () => {
    const calm = Array.from({ length: 5 }, () => ({ used: 0.4, busy: 1 }));
    const busy = Array.from({ length: 5 }, () => ({ used: 3.6, busy: 3.9 }));
    const shares = sharesOf(readings([...calm, ...busy, ...calm]), 4);
    expect(shares.cpuShare).toBeCloseTo((10 * 0.4 + 5 * 3.6) / 15 / 4);
    expect(shares.peakCpuShare).toBeCloseTo(0.9);
    expect(shares.machinePeakShare).toBeCloseTo(3.9 / 4);
  });

  test('of a run shorter than that is its mean', () => {
    const shares = sharesOf(readings([{ used: 2, busy: 2 }]), 4);
    expect([shares.cpuShare, shares.peakCpuShare]).toEqual([0.5, 0.5]);
  });

  test('of a process that cannot be seen is not made up', () => {
    expect(watchCpu(undefined).end()).toEqual({});
  });
});

describe('a run whose generator was the limit', () => {
  test('that did all it was asked is warned of nothing', () => {
    const figures = { cpuShare: 0.3, peakCpuShare: 0.5, machinePeakShare: 0.9, virtualUsersExhausted: false };
    expect(generatorWarnings(figures, 0)).toEqual([]);
  });

  test('says of one arrival that it was dropped', () => {
    expect(generatorWarnings({ virtualUsersExhausted: false }, 1)).toEqual([
      '1 arrival was dropped: less was asked than the workload says.',
    ]);
  });

  test('says how many arrivals it dropped, and that all virtual users waited', () => {
    expect(generatorWarnings({ virtualUsersExhausted: true }, 16)).toEqual([
      '16 arrivals were dropped, because every virtual user was still waiting for an answer: less was asked than the workload says.',
    ]);
  });

  test('says when k6 had the machine to itself', () => {
    expect(generatorWarnings({ peakCpuShare: 0.91, virtualUsersExhausted: false }, 0)).toEqual([
      "k6 took 91 % of the machine: its own speed was measured along with the target's.",
    ]);
  });

  test('says when generator and target fought for the machine', () => {
    const [warning] = generatorWarnings(
      { peakCpuShare: 0.4, machinePeakShare: 0.99, virtualUsersExhausted: false },
      0,
    );
    expect(warning).toBe('The machine was 99 % busy, 40 % of it k6: what ran on it waited for a processor.');
  });
});
