import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../run/record.ts';
import { measuredOf, sampleOf } from './samples.ts';

/** A made-up run that began at a minute of an hour. */
function run(minute: number, means: Readonly<Record<string, number>> = { 'GET /': 10 }): RunRecord {
  const latency = (mean: number) => ({
    count: 100,
    min: mean / 2,
    mean,
    median: mean * 0.9,
    p90: mean * 1.5,
    p95: mean * 2,
    p99: mean * 3,
    max: mean * 4,
  });
  return {
    startedAt: `2026-11-25T10:${String(minute).padStart(2, '0')}:00.000Z`,
    totals: { requests: 100, requestsPerSecond: 10, failedShare: 0.01, latency: latency(10) },
    routes: Object.entries(means).map(([route, mean]) => ({
      route,
      requestsPerSecond: 10,
      failedShare: 0,
      ...latency(mean),
    })),
  } as unknown as RunRecord;
}

describe('sampleOf', () => {
  test('sums a run up by the geometric mean over the medians of its routes', () => {
    expect(sampleOf(run(0, { 'GET /': 4, 'POST /': 9 })).summary).toBeCloseTo(0.9 * 6, 10);
  });

  test('takes the routes with their medians and 95th percentiles', () => {
    expect(sampleOf(run(0)).routes).toEqual([{ route: 'GET /', median: 9, p95: 20 }]);
  });
});

describe('measuredOf', () => {
  test('takes runs that alternated for pairs, in the order of time', () => {
    const measured = measuredOf([run(5), run(0), run(8)], [run(1), run(4), run(9)]);
    expect(measured.paired).toBe(true);
  });

  test('does not pair runs that were made one side after the other', () => {
    expect(measuredOf([run(0), run(1), run(2)], [run(3), run(4), run(5)]).paired).toBe(false);
  });

  test('does not pair sides with different numbers of runs', () => {
    expect(measuredOf([run(0), run(2)], [run(1)]).paired).toBe(false);
  });

  test('sums all runs up over the same routes, and none that lacks one of them', () => {
    const whole = { 'GET /': 4, 'POST /': 9 };
    const times = [0, 1, 2, 3, 4, 5];
    const a = times.map((minute) => run(minute, whole));
    const b = times.map((minute) => run(minute + 10, minute === 5 ? { 'GET /': 4, 'POST /': 0 } : whole));
    const measured = measuredOf(a, b);
    expect(measured.a.map(({ summary }) => summary > 0)).toEqual(times.map(() => true));
    expect(measured.b.map(({ summary }) => summary > 0)).toEqual([true, true, true, true, true, false]);
  });
});
