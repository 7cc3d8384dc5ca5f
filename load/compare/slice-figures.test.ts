import { describe, expect, test } from 'vitest';
import { sliceSettings as settings } from './comparison.fixture.ts';
import { measuredSlices } from './slice-figures.ts';
import type { SliceSettings } from './slices.ts';

describe('measuredSlices', () => {
  const trend = (avg: number) => ({
    type: 'trend' as const,
    values: { avg, med: avg / 2, 'p(95)': avg * 2, count: 10 },
  });
  const rate = { type: 'rate' as const, values: { rate: 0.25, passes: 10, fails: 30 } };
  const latencies = (slice: string, means: Readonly<Record<string, number>>) =>
    Object.fromEntries(
      Object.entries(means).map(([route, mean]) => [
        `http_req_duration{slice:${slice},name:${route}}`,
        trend(mean),
      ]),
    );
  const twoRounds = { ...settings, rounds: 2 };

  test('reads what k6 reports of each side in each round', () => {
    const measured = measuredSlices(
      {
        'iteration_duration{slice:a-0}': trend(60),
        'http_req_failed{slice:a-0}': rate,
        ...latencies('a-0', { 'GET /expenses': 8 }),
      },
      twoRounds,
    );
    expect(measured.paired).toBe(true);
    expect(measured.a[0]).toMatchObject({ requests: 40, failedShare: 0.25 });
    // Four users who needed 0.6 s of their time for 40 requests.
    expect(measured.a[0]?.requestsPerSecond).toBeCloseTo(160 / 0.6, 6);
    expect(measured.a[0]?.routes).toContainEqual({ route: 'GET /expenses', median: 4, p95: 16 });
  });

  const summaries = (metrics: Parameters<typeof measuredSlices>[0], of: SliceSettings = twoRounds) => {
    const { a, b } = measuredSlices(metrics, of);
    return [a, b].map((side) => side.map(({ summary }) => summary));
  };

  test('sums a round up by the routes that most rounds of both sides have', () => {
    const both = { 'GET /expenses': 8, 'POST /expenses': 18 };
    expect(
      summaries({
        ...latencies('a-0', { ...both, 'DELETE /expenses/{id}': 5 }),
        ...latencies('a-1', both),
        ...latencies('b-0', { 'GET /expenses': 16, 'POST /expenses': 36 }),
        ...latencies('b-1', both),
      }),
    ).toEqual([
      [expect.closeTo(6, 10), expect.closeTo(6, 10)],
      [expect.closeTo(12, 10), expect.closeTo(6, 10)],
    ]);
  });

  test('does not sum a round up that lacks one of these routes', () => {
    const both = { 'GET /expenses': 8, 'POST /expenses': 18 };
    const metrics = Object.assign(
      {},
      ...['a-0', 'a-1', 'a-2', 'b-0', 'b-1'].map((slice) => latencies(slice, both)),
      latencies('b-2', { 'GET /expenses': 8 }),
    );
    const [a, b] = summaries(metrics, { ...settings, rounds: 3 });
    expect(a?.every((summary) => summary > 0)).toBe(true);
    expect(b?.[2]).toBe(0);
  });

  test('sums the yardstick up by the one route that it has', () => {
    const metrics = { ...latencies('a-0', { 'GET /': 2 }), ...latencies('b-0', { 'GET /expenses': 8 }) };
    const [a, b] = summaries(metrics, { ...settings, rounds: 1, againstYardstick: true });
    expect([a, b]).toEqual([[expect.closeTo(1, 10)], [expect.closeTo(4, 10)]]);
  });

  test('has nothing of what k6 does not report', () => {
    const { summaryName, a } = measuredSlices({}, { ...settings, rounds: 1 });
    expect(summaryName).not.toBe('');
    expect(a).toHaveLength(1);
    expect(a[0]).toMatchObject({ requests: 0, requestsPerSecond: 0, failedShare: 0, summary: 0 });
    expect(a[0]?.routes.every(({ median, p95 }) => median === 0 && p95 === 0)).toBe(true);
  });

  test('sums a round up by no route that most rounds of one side lack', () => {
    const both = { 'GET /expenses': 8, 'POST /expenses': 18 };
    const [a, b] = summaries({
      ...latencies('a-0', both),
      ...latencies('a-1', both),
      ...latencies('b-0', { 'GET /expenses': 16 }),
      ...latencies('b-1', { 'GET /expenses': 8 }),
    });
    expect([a, b]).toEqual([
      [expect.closeTo(4, 10), expect.closeTo(4, 10)],
      [expect.closeTo(8, 10), expect.closeTo(4, 10)],
    ]);
  });
});
