import { describe, expect, test } from 'vitest';
import { aRunRecord } from '../report/run-record.fixture.ts';
import type { RunRecord } from '../run/record.ts';
import { caveatsOf, caveatsOfGenerator } from './trust.ts';

const calm = aRunRecord();

/** So many runs of 100 iterations each, the first of which are different. */
function runs(count: number, different = 0, change: Partial<RunRecord> = {}): RunRecord[] {
  const like = (overrides: Partial<RunRecord>) => {
    const record = { ...calm, ...overrides };
    return { ...record, totals: { ...record.totals, iterations: 100 } };
  };
  return Array.from({ length: count }, (_, index) => like(index < different ? change : {}));
}

const dropping = (droppedIterations: number) => ({ totals: { ...calm.totals, droppedIterations } });
const busy = { generator: { peakCpuShare: 0.9, virtualUsersExhausted: false } };

describe('what weakens or forbids a comparison of runs', () => {
  test('is nothing where all went as planned', () => {
    expect(caveatsOf(runs(6), runs(6))).toEqual([]);
  });

  test('a dropped arrival weakens it, by side', () => {
    expect(caveatsOf(runs(6), runs(6, 1, dropping(3)))).toEqual(['3 of 603 arrivals of B were dropped.']);
  });

  test('more than one dropped arrival of a hundred forbids it', () => {
    expect(() => caveatsOf(runs(6, 6, dropping(2)), runs(6))).toThrow(
      '12 of 612 arrivals of A were dropped: less was asked of it than the workload says, so there is no verdict.',
    );
  });

  test('a generator at its limit weakens it, and in most runs of a side forbids it', () => {
    expect(caveatsOf(runs(6, 3, busy), runs(6))).toEqual([
      'In 3 of 6 runs of A k6 took more than 80 % of the machine.',
    ]);
    expect(() => caveatsOf(runs(6), runs(6, 4, busy))).toThrow(
      'In 4 of 6 runs of B k6 took more than 80 % of the machine: its own speed was measured, so there is no verdict.',
    );
  });

  test('a machine without a free processor weakens it', () => {
    const full = { generator: { peakCpuShare: 0.5, machinePeakShare: 0.99, virtualUsersExhausted: false } };
    expect(caveatsOf(runs(6, 2, full), runs(6))).toEqual([
      'In 2 of 6 runs of A the machine had no processor left for a while.',
    ]);
  });

  test('other machines and another k6 weaken it', () => {
    const elsewhere = { machine: { ...calm.machine, cores: 16 }, versions: { k6: '2.1.0' } };
    expect(caveatsOf(runs(6), runs(6, 6, elsewhere))).toEqual([
      'Not every run has the same machine: a processor, 2 cores; a processor, 16 cores.',
      'Not every run has the same k6: 2.2.0; 2.1.0.',
    ]);
  });

  test('a route that one side never called weakens it', () => {
    const [route] = calm.routes;
    const more = { routes: [...calm.routes, ...(route ? [{ ...route, route: 'GET /me' }] : [])] };
    expect(caveatsOf(runs(6), runs(6, 1, more))).toEqual(['GET /me got requests of B alone.']);
  });
});

describe('what weakens or forbids a comparison of two sides in turn', () => {
  const of = (cpuShare: number, peakCpuShare: number) =>
    caveatsOfGenerator({ cpuShare, peakCpuShare, virtualUsersExhausted: false });

  test('is a k6 at its limit, for a while or all the time', () => {
    expect(of(0.4, 0.5)).toEqual([]);
    expect(caveatsOfGenerator({ virtualUsersExhausted: false })).toEqual([]);
    expect(of(0.5, 0.9)).toEqual(['k6 took 90 % of the machine for a while, more than 80 %.']);
    expect(() => of(0.85, 0.9)).toThrow('k6 took 85 % of the machine: its own speed was measured');
  });
});
