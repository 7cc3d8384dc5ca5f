import { describe, expect, test } from 'vitest';
import { aRunRecord } from '../report/run-record.fixture.ts';
import { generatorLimit, machineLimit } from '../run/generator.ts';
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

  /** As a run with this plan of which so many iterations began, though none was dropped. */
  const begun = (planned: number, count: number) => ({
    arrivals: calm.arrivals.map((each) => ({ ...each, planned, begun: count })),
  });

  test('iterations that never began forbid it, though k6 dropped none', () => {
    const all = runs(6, 6, begun(195, 195));
    expect(() => caveatsOf(all, runs(6, 6, begun(195, 20)))).toThrow(
      '1050 of 1170 iterations of B never began, in 6 of 6 runs: less was asked of it than the workload says, so there is no verdict.',
    );
  });

  test('one run that fell short a little weakens it, by side', () => {
    const runsOf = (first: number) => [...runs(1, 1, begun(200, first)), ...runs(5, 5, begun(200, 200))];
    expect(caveatsOf(runsOf(195), runsOf(200))).toEqual([
      '5 of 1200 iterations of A never began, in 1 of 6 runs.',
    ]);
    // Those that k6 would have begun as its time ran out.
    expect(caveatsOf(runsOf(198), runsOf(200))).toEqual([]);
  });

  test('what k6 dropped is not said a second time as never begun', () => {
    const short = { ...begun(200, 195), ...dropping(5) };
    expect(caveatsOf(runs(6), runs(6, 1, short))).toEqual(['5 of 605 arrivals of B were dropped.']);
    expect(caveatsOf(runs(6), runs(6, 1, dropping(1)))).toEqual(['1 of 601 arrivals of B was dropped.']);
  });

  test('runs from before arrivals were kept do not say how many began', () => {
    expect(caveatsOf(runs(6, 6, { arrivals: [] }), runs(6))).toEqual([]);
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

describe('at the very limits, a comparison', () => {
  const generator = (figures: object) => ({ generator: { virtualUsersExhausted: false, ...figures } });

  test('is not forbidden by one dropped arrival of a hundred', () => {
    // 6 of 600.
    const six = runs(6, 6, dropping(1)).map((record) => ({
      ...record,
      totals: { ...record.totals, iterations: 99 },
    }));
    expect(caveatsOf(six, runs(6))).toEqual(['6 of 600 arrivals of A were dropped.']);
  });

  test('is not weakened by a generator or a machine that only reached them', () => {
    expect(caveatsOf(runs(6, 6, generator({ peakCpuShare: generatorLimit })), runs(6))).toEqual([]);
    expect(caveatsOf(runs(6, 6, generator({ machinePeakShare: machineLimit })), runs(6))).toEqual([]);
    expect(caveatsOf(runs(6, 6, generator({})), runs(6))).toEqual([]);
    const figures = { cpuShare: generatorLimit, peakCpuShare: generatorLimit, virtualUsersExhausted: false };
    expect(caveatsOfGenerator(figures)).toEqual([]);
  });

  test('is not forbidden by a tenth of iterations that never began in one run of many', () => {
    const begun = (count: number) => ({
      arrivals: [{ ...calm.arrivals[0], planned: 100, begun: count } as RunRecord['arrivals'][number]],
    });
    const of = (first: number) => [...runs(1, 1, begun(first)), ...runs(9, 9, begun(100))];
    // Two less than planned are one of a hundred and the last one.
    expect(caveatsOf(of(98), of(100))).toEqual([]);
    expect(caveatsOf(of(97), of(100))).toEqual(['3 of 1000 iterations of A never began, in 1 of 10 runs.']);
    expect(caveatsOf(of(90), of(100))).toEqual(['10 of 1000 iterations of A never began, in 1 of 10 runs.']);
    expect(() => caveatsOf(of(89), of(100))).toThrow('11 of 1000 iterations of A never began');
  });
});

describe('more that weakens a comparison of runs', () => {
  test('is a route that only A called, or that B called in vain', () => {
    const [route] = calm.routes;
    const calling = (count: number) => ({
      routes: [...calm.routes, ...(route ? [{ ...route, route: 'GET /me', count }] : [])],
    });
    expect(caveatsOf(runs(6, 1, calling(1)), runs(6, 1, calling(0)))).toEqual([
      'GET /me got requests of A alone.',
    ]);
  });

  test('is a k6 whose version nobody knows', () => {
    expect(caveatsOf(runs(6, 1, { versions: {} }), runs(6))).toEqual([
      'Not every run has the same k6: unknown; 2.2.0.',
    ]);
  });

  test('is all of it, side by side', () => {
    const full = { ...busy.generator, machinePeakShare: 1 };
    const bad = { ...dropping(1), generator: full };
    expect(caveatsOf(runs(6, 1, bad), runs(6, 1, bad))).toEqual([
      '1 of 601 arrivals of A was dropped.',
      '1 of 601 arrivals of B was dropped.',
      'In 1 of 6 runs of A k6 took more than 80 % of the machine.',
      'In 1 of 6 runs of B k6 took more than 80 % of the machine.',
      'In 1 of 6 runs of A the machine had no processor left for a while.',
      'In 1 of 6 runs of B the machine had no processor left for a while.',
    ]);
  });

  test('is not a verdict: what forbids one has its code', () => {
    for (const forbidden of [
      () => caveatsOf(runs(6, 6, dropping(2)), runs(6)),
      () => caveatsOf(runs(6, 6, busy), runs(6)),
      () =>
        caveatsOf(
          runs(6, 6, { arrivals: calm.arrivals.map((each) => ({ ...each, planned: 9, begun: 0 })) }),
          runs(6),
        ),
      () => caveatsOfGenerator({ cpuShare: 1, virtualUsersExhausted: false }),
    ]) {
      expect(forbidden).toThrow(expect.objectContaining({ code: 'compare' }));
    }
  });
});
