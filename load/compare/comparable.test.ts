import { describe, expect, test } from 'vitest';
import { aRunRecord } from '../report/run-record.fixture.ts';
import type { RunRecord } from '../run/record.ts';
import { comparableRuns, type MadeRun } from './comparable.ts';

/** Runs that began at minutes of an hour, all alike but for what is changed. */
function runs(folder: string, minutes: readonly number[], change: Partial<RunRecord> = {}): MadeRun[] {
  return minutes.map((minute) => ({
    file: `${folder}/${minute}.json`,
    record: { ...aRunRecord(), startedAt: `2026-11-25T10:0${minute}:00.000Z`, ...change },
  }));
}

const { target, arrivals } = aRunRecord();
const before = runs('before', [0, 2, 4]);

describe('runs that are compared', () => {
  test('are of the same load', () => {
    const { a, b, notes } = comparableRuns(before, runs('after', [1, 3]));
    expect([a.length, b.length, notes]).toEqual([3, 2, []]);
  });

  test.each<[string, Partial<RunRecord>, string]>([
    ['scenarios', { scenarios: ['reads'] }, 'scenario crud and reads'],
    ['workloads', { workload: 'stress' }, 'workload smoke and stress'],
    ['datasets', { dataset: '1k' }, 'dataset none and 1k'],
    ['targets', { target: { ...target, name: 'dev' } }, 'target embedded and dev'],
    ['shares of the rate', { target: { ...target, rateShare: 1 } }, 'share of the rate 20 % and 100 %'],
    [
      'arrivals of a workload that was changed',
      { arrivals: arrivals.map((plan) => ({ ...plan, startSeconds: 3 })) },
      'the arrivals that smoke asks for were changed in between',
    ],
  ])('of different %s are refused by name', (_, change, difference) => {
    const attempt = () => comparableRuns(before, runs('after', [1, 3], change));
    expect(attempt).toThrow(
      `before/0.json and after/1.json are not of the same load: ${difference}. ` +
        'Only runs of the same scenario, workload, dataset and target can be compared.',
    );
  });

  test('name every difference there is', () => {
    const other = runs('after', [1], { scenarios: ['reads'], dataset: '1k' });
    expect(() => comparableRuns(before, other)).toThrow('scenario crud and reads; dataset none and 1k.');
  });

  test('of one side are of the same load too', () => {
    const mixed = [...before, ...runs('before', [5], { scenarios: ['reads'] })];
    expect(() => comparableRuns(mixed, runs('after', [1]))).toThrow(
      'before/0.json and before/5.json are not of the same load: scenario crud and reads.',
    );
  });

  test('from before arrivals were kept are compared by what they say', () => {
    expect(comparableRuns(before, runs('after', [1], { arrivals: [] })).b).toHaveLength(1);
  });

  test('count once, however often and in however many files they are given', () => {
    const copies = before.map((run) => ({ ...run, file: `copies/${run.file}` }));
    const { a, notes } = comparableRuns([...before, ...copies], runs('after', [1, 3]));
    expect(a).toHaveLength(3);
    expect(notes).toEqual(['3 of 8 runs were given twice and count once.']);
  });

  test('are not those of the other side', () => {
    expect(() => comparableRuns(before, before)).toThrow(
      'before/0.json is one run, given as A and as B: it does not differ from itself.',
    );
    const copy = before.map((run) => ({ ...run, file: 'copy.json' }));
    expect(() => comparableRuns(before, copy)).toThrow(
      'before/0.json and copy.json are one run, given as A and as B',
    );
  });

  /** The same, as a program that sorts keys writes it. */
  const reordered = (run: MadeRun): MadeRun => ({
    file: `sorted/${run.file}`,
    record: JSON.parse(JSON.stringify(run.record), (_, value) =>
      value !== null && typeof value === 'object' && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).reverse())
        : value,
    ),
  });

  test('are known by their values, in whatever order their keys are', () => {
    const stored = before.map((run) => ({ ...run, record: JSON.parse(JSON.stringify(run.record)) }));
    const [first] = stored.map(reordered);
    if (!first) throw new Error('There is a run.');
    const { a, notes } = comparableRuns([...stored, first], runs('after', [1, 3]).map(reordered));
    expect(a).toHaveLength(3);
    expect(notes).toEqual(['1 of 6 runs was given twice and counts once.']);
    expect(() => comparableRuns(stored, [first])).toThrow(`before/0.json and ${first.file} are one run`);
  });

  test('are of the same load whatever its phases are called', () => {
    const renamed = arrivals.map((plan) => ({
      ...plan,
      stages: plan.stages.map((stage) => ({ ...stage, phase: `crud ${stage.phase}` })),
    }));
    expect(comparableRuns(before, runs('after', [1], { arrivals: renamed })).b).toHaveLength(1);
  });
});
