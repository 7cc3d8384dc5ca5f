import { describe, expect, test } from 'vitest';
import { aSummary, facts as fixtureFacts, trend } from '../report/run-record.fixture.ts';
import { terminalSummary } from '../report/terminal.ts';
import type { K6Summary } from './k6-summary.ts';
import { toRunRecord } from './record.ts';

function summary(options: Parameters<typeof aSummary>[0] = {}): K6Summary {
  const { state, metrics } = aSummary(options);
  return {
    state,
    metrics: {
      ...metrics,
      first_request_at: { type: 'gauge', values: { value: 3_500, min: 3_500, max: 9_000 } },
      'http_req_duration{phase:steady}': { type: 'trend', values: { ...trend, count: 80 } },
      'http_req_failed{phase:steady}': { type: 'rate', values: { rate: 0.25 } },
      'throttles{phase:steady}': { type: 'counter', values: { count: 3, rate: 0.3 } },
      'throttles{name:GET /expenses}': { type: 'counter', values: { count: 4, rate: 0.4 } },
      'approval_latency{phase:steady}': { type: 'trend', values: { ...trend, count: 6 } },
      'http_req_duration{name:GET /expenses,phase:steady}': { type: 'trend', values: { ...trend, p95: 7 } },
      'http_req_failed{name:GET /expenses,phase:steady}': { type: 'rate', values: { rate: 0.75 } },
    },
  };
}

const facts = { ...fixtureFacts, timeline: [], commandStartedAt: 1_000 };

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

  test('keeps what each phase did, and each route in it', () => {
    const { phases, routes } = toRunRecord(summary(), facts);
    expect(phases).toMatchObject([
      { phase: 'ramp', seconds: 2, planned: 2, requests: 0 },
      {
        phase: 'steady',
        seconds: 8,
        planned: 16,
        begun: 16,
        requests: 80,
        requestsPerSecond: 10,
        failedShare: 0.25,
        throttled: 3,
        routes: [{ route: 'GET /expenses', failedShare: 0.75 }],
        figures: [{ name: 'approval_latency', count: 6 }],
      },
    ]);
    expect(routes).toMatchObject([{ route: 'GET /expenses', throttled: 4 }]);
  });

  test('says how long the first request was in coming: the earliest of all scenarios', () => {
    expect(toRunRecord(summary(), facts).secondsToFirstRequest).toBe(2.5);
  });

  test('says nothing of a first request where none was sent', () => {
    const { state, metrics } = summary();
    const silent = { ...metrics, http_reqs: { type: 'counter' as const, values: { count: 0, rate: 0 } } };
    expect(toRunRecord({ state, metrics: silent }, facts).secondsToFirstRequest).toBeUndefined();
  });

  test('passes when every threshold held', () => {
    expect(toRunRecord(summary(), facts).passed).toBe(true);
  });

  test('fails on one crossed threshold, and says which and by how much', () => {
    const record = toRunRecord(summary({ p95Held: false }), facts);
    expect(record.passed).toBe(false);
    expect(terminalSummary(record)).toContain('crossed: GET /expenses, p95 12 ms (limit < 10 ms)');
  });

  test('of a run that was ended early takes a phase for as long as it was', () => {
    const { metrics } = summary();
    const ended = { state: { testRunDurationMs: 6_000 }, metrics };
    const { phases } = toRunRecord(ended, { ...facts, interrupted: true });
    expect(phases.at(-1)).toMatchObject({ phase: 'steady', seconds: 4, planned: 8, requestsPerSecond: 20 });
  });
});
