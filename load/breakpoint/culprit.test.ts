import { describe, expect, test } from 'vitest';
import { aRunRecord } from '../report/run-record.fixture.ts';
import type { RunRecord } from '../run/record.ts';
import { culpritOf } from './culprit.ts';

const base = aRunRecord();

/** A try that failed: 1 000 requests, all fast and answered, but for what is changed. */
function failedRun(change: {
  readonly counters?: Readonly<Record<string, number>>;
  readonly crossed?: readonly string[];
  readonly generator?: Partial<RunRecord['generator']>;
  readonly p95?: number;
  readonly dropped?: number;
  readonly thrown?: number;
}): RunRecord {
  const { counters = {}, crossed = [], generator = {}, p95 = 12, dropped = 0, thrown = 0 } = change;
  return {
    ...base,
    totals: { ...base.totals, requests: 1_000, droppedIterations: dropped, thrownIterations: thrown },
    errors: thrown > 0 ? [{ message: 'crud: Error: boom', count: thrown }] : [],
    counters: Object.entries(counters).map(([name, count]) => ({ name, count, perSecond: count / 10 })),
    thresholds: crossed.map((metric) => ({ metric, expression: 'p(95)<10', held: false, measured: 12 })),
    generator: { ...base.generator, ...generator },
    routes: base.routes.map((route) => ({ ...route, p95 })),
  };
}

const slowRoute = 'http_req_duration{name:GET /expenses}';

describe('the part that gave in first', () => {
  test('is no part of the target where the scenario threw, whatever came of it', () => {
    const run = failedRun({ thrown: 9, counters: { throttles: 60 }, crossed: [slowRoute] });
    const { part, evidence } = culpritOf(run, undefined, {});
    expect(part).toBe('script');
    expect(evidence[0]).toBe('9 of 18 iterations threw: crud: Error: boom');
  });

  test('is not slow where it got no request', () => {
    const silent = { metric: slowRoute, expression: 'p(95)<10', held: false };
    const { part } = culpritOf({ ...failedRun({}), thresholds: [silent] }, undefined, {});
    expect(part).toBe('unknown');
  });

  test.each([
    ['gateway', { counters: { throttles: 60 } }, {}, '60 of 1000 requests were answered 429'],
    ['functions', { counters: { unavailable: 60 } }, {}, '60 of 1000 requests were answered 503'],
    [
      'functions',
      { counters: { unavailable: 60 } },
      { functionThrottles: 58, concurrentExecutions: 10 },
      'Lambda refused 58 invocations, at 10 at once',
    ],
    [
      'table',
      { crossed: [slowRoute] },
      { tableThrottles: 4 },
      'DynamoDB refused 4 requests for lack of capacity',
    ],
    ['workflows', {}, { workflowThrottles: 9 }, 'Step Functions refused 9 calls'],
    [
      'workflows',
      { crossed: ['approval_latency'] },
      {},
      'every route held its limit, but approvals did not get through in time',
    ],
    ['generator', { generator: { peakCpuShare: 0.9 } }, {}, 'k6 took 90 % of the machine'],
    ['generator', { dropped: 12 }, {}, '12 arrivals were dropped'],
    [
      'machine',
      { crossed: [slowRoute], generator: { machinePeakShare: 0.99 } },
      {},
      'the machine was 99 % busy, 30 % of it k6',
    ],
    [
      'functions',
      { crossed: [slowRoute], p95: 400 },
      {},
      'the 95th percentile of GET /expenses was 400 ms, where 12 ms were enough at the rate that held',
    ],
  ] as const)('is %s when %j and the target says %j', (part, change, signs, sentence) => {
    const culprit = culpritOf(failedRun(change), base, signs);
    expect({ part: culprit.part, first: culprit.evidence[0] }).toEqual({ part, first: sentence });
  });

  test('is who refuses, also when others are slow: the slowness stands beside it', () => {
    const failed = failedRun({ counters: { throttles: 100 }, crossed: [slowRoute], p95: 300 });
    const { part, evidence } = culpritOf(failed, base, {});
    expect(part).toBe('gateway');
    expect(evidence.join('; ')).toContain('the 95th percentile of GET /expenses was 300 ms');
  });

  test('is named with its routes where it is the gateway: each has a throttle of its own', () => {
    const failed = failedRun({ counters: { throttles: 60 } });
    const [route] = failed.routes;
    const { evidence } = culpritOf(
      { ...failed, routes: route ? [{ ...route, throttled: 58 }] : [] },
      base,
      {},
    );
    expect(evidence[0]).toBe('60 of 1000 requests were answered 429: 58 of GET /expenses');
  });

  test('is not accused of a few refusals', () => {
    const { part } = culpritOf(failedRun({ counters: { throttles: 2 }, dropped: 3 }), base, {});
    expect(part).toBe('generator');
  });

  test('is said to be unknown when nothing speaks', () => {
    expect(culpritOf(failedRun({}), undefined, {})).toEqual({
      part: 'unknown',
      name: 'a part that left no sign',
      evidence: [],
    });
  });
});
