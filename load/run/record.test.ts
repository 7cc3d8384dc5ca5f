import { describe, expect, test } from 'vitest';
import { terminalSummary } from '../report/terminal.ts';
import { type K6Summary, toRunRecord } from './record.ts';

const trend = { count: 100, min: 1, avg: 5, med: 4, 'p(90)': 8, 'p(95)': 12, 'p(99)': 20, max: 30 };

function summary({ p95Held = true } = {}): K6Summary {
  return {
    state: { testRunDurationMs: 10_000 },
    metrics: {
      http_reqs: { type: 'counter', values: { count: 100, rate: 10 } },
      http_req_failed: { type: 'rate', values: { rate: 0.02 }, thresholds: { 'rate<0.05': { ok: true } } },
      http_req_duration: { type: 'trend', values: trend },
      'http_req_duration{name:GET /expenses}': {
        type: 'trend',
        values: trend,
        thresholds: { 'p(95)<10': { ok: p95Held } },
      },
      'http_req_failed{name:GET /expenses}': { type: 'rate', values: { rate: 0.5 } },
      approval_latency: { type: 'trend', values: { ...trend, count: 7 } },
      approvals: { type: 'counter', values: { count: 7, rate: 0.7 } },
      iterations: { type: 'counter', values: { count: 50, rate: 5 } },
    },
  };
}

const facts = {
  startedAt: '2026-11-23T06:00:00.000Z',
  scenarios: ['crud'],
  workload: 'smoke',
  target: {
    name: 'embedded',
    apiUrl: 'http://127.0.0.1:4566/<api>',
    thresholds: 'localstack',
    rateShare: 0.2,
  },
  interrupted: false,
  timeline: [],
  machine: { system: 'Linux', processor: 'a processor', cores: 2, memoryGiB: 8 },
  versions: { k6: '2.2.0' },
  command: 'npm run load',
};

describe('the record of a run', () => {
  test('keeps what each route did', () => {
    expect(toRunRecord(summary(), facts).routes).toEqual([
      expect.objectContaining({
        route: 'GET /expenses',
        count: 100,
        requestsPerSecond: 10,
        failedShare: 0.5,
        p95: 12,
      }),
    ]);
  });

  test("keeps the scenarios' own figures apart from k6's", () => {
    const { figures, counters } = toRunRecord(summary(), facts);
    expect(figures.map(({ name }) => name)).toEqual(['approval_latency']);
    expect(counters).toEqual([{ name: 'approvals', count: 7, perSecond: 0.7 }]);
  });

  test('passes when every threshold held', () => {
    expect(toRunRecord(summary(), facts).passed).toBe(true);
  });

  test('fails on one crossed threshold, and says which and by how much', () => {
    const record = toRunRecord(summary({ p95Held: false }), facts);
    expect(record.passed).toBe(false);
    expect(terminalSummary(record)).toContain(
      'crossed: http_req_duration{name:GET /expenses} p(95)<10, measured 12',
    );
  });
});
