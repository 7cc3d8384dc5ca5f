import { describe, expect, test } from 'vitest';
import type { Expectation } from './expectation.ts';
import type { K6Metrics } from './k6-summary.ts';
import { thresholdResults } from './thresholds.ts';

const p95 = 'http_req_duration{name:POST /expenses}';
const failed = 'http_req_failed{name:POST /expenses}';

/** What k6 says of a run in which nothing was sent: all holds. */
const silence: K6Metrics = {
  exceptions: { type: 'counter', values: { count: 0 }, thresholds: { 'count<1': { ok: true } } },
  [p95]: { type: 'trend', values: { count: 0, 'p(95)': 0 }, thresholds: { 'p(95)<250': { ok: true } } },
  [failed]: {
    type: 'rate',
    values: { rate: 0, passes: 0, fails: 0 },
    thresholds: { 'rate<0.01': { ok: true } },
  },
  'iterations_begun{scenario:crud}': { type: 'counter', values: { count: 40 } },
  'http_reqs{scenario:crud}': { type: 'counter', values: { count: 0 } },
};

const expected: Expectation = {
  routes: ['POST /expenses'],
  figures: [],
  scenarios: [{ scenario: 'crud', planned: 200, iterations: 197, requests: 1082 }],
};

describe('the thresholds of a run', () => {
  test('are not held by a route that was promised a request and got none', () => {
    const results = thresholdResults(silence, { expected, thrown: 0 });
    const ofRoute = results.filter(({ metric }) => [p95, failed].includes(metric));
    expect(ofRoute).toEqual([
      { metric: p95, expression: 'p(95)<250', held: false },
      { metric: failed, expression: 'rate<0.01', held: false },
    ]);
  });

  test('hold without a figure where no request was promised, or the run was ended early', () => {
    const promised = { ...expected, routes: [] };
    for (const results of [
      thresholdResults(silence, { expected: promised, thrown: 0 }),
      thresholdResults(silence, { thrown: 0 }),
    ]) {
      expect(results).toContainEqual({ metric: p95, expression: 'p(95)<250', held: true });
    }
  });

  test('are crossed when fewer iterations began, or fewer requests were sent, than the workload asks', () => {
    expect(thresholdResults(silence, { expected, thrown: 0 })).toEqual(
      expect.arrayContaining([
        {
          metric: 'iterations_begun{scenario:crud}',
          expression: 'count>=197',
          held: false,
          measured: 40,
        },
        { metric: 'http_reqs{scenario:crud}', expression: 'count>=1082', held: false, measured: 0 },
      ]),
    );
  });

  test('are crossed by one iteration that threw, whether the script counted it or only k6 logged it', () => {
    const of = (metrics: K6Metrics, thrown: number) =>
      thresholdResults(metrics, { thrown }).find(({ metric }) => metric === 'exceptions');
    expect(of(silence, 0)).toMatchObject({ held: true, measured: 0 });
    expect(of(silence, 1)).toMatchObject({ held: false, measured: 1 });
    const counted: K6Metrics = {
      exceptions: { type: 'counter', values: { count: 3 }, thresholds: { 'count<1': { ok: false } } },
    };
    expect(of(counted, 0)).toMatchObject({ held: false, measured: 3 });
  });
});
