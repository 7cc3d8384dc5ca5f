import { describe, expect, test } from 'vitest';
import type { ThresholdResult } from '../run/record.ts';
import { crossings, describe as described, sortedThresholds, verdict } from './thresholds.ts';

function crossed(metric: string, expression: string, measured?: number): ThresholdResult {
  return { metric, expression, held: false, ...(measured === undefined ? {} : { measured }) };
}

const slow = crossed('http_req_duration{name:POST /expenses}', 'p(95)<250', 1310);
const slower = crossed('http_req_duration{name:GET /me}', 'p(95)<250', 2500);
const held: ThresholdResult = {
  ...slow,
  metric: 'http_req_duration{name:GET /approvals}',
  held: true,
  measured: 12,
};
const silent = (route: string) => [
  crossed(`http_req_duration{name:${route}}`, 'p(95)<250'),
  crossed(`http_req_failed{name:${route}}`, 'rate<0.01'),
];

describe('a threshold in words', () => {
  test.each([
    [slow, 'POST /expenses, p95', '1.31 s', '< 250 ms'],
    [crossed('http_req_failed', 'rate<0.01', 0.0234), 'failed requests', '2.34 %', '< 1 %'],
    [crossed('http_req_failed{name:GET /me}', 'rate<0.01', 1), 'GET /me, failed requests', '100 %', '< 1 %'],
    [crossed('checks', 'rate>0.99', 0.5), 'checks passed', '50 %', '> 99 %'],
    [crossed('dropped_iterations', 'count<1', 1234), 'arrivals dropped', '1\u202f234', '< 1'],
    [crossed('exceptions', 'count<1', 195), 'iterations that threw', '195', '< 1'],
    [crossed('iterations_begun{scenario:crud}', 'count>=192', 40), 'crud, iterations begun', '40', '≥ 192'],
    [crossed('http_reqs{scenario:crud}', 'count>=960', 0), 'crud, requests', '0', '≥ 960'],
    [crossed('approval_latency', 'p(95)<1500', 1750), 'approval latency, p95', '1.75 s', '< 1.50 s'],
    [crossed('approvals', 'count>0', 0), 'approvals', '0', '> 0'],
    [silent('GET /me')[0] as ThresholdResult, 'GET /me, p95', undefined, '< 250 ms'],
  ])('%j', (result, what, measured, limit) => {
    expect(described(result)).toMatchObject({ what, measured, limit });
  });

  test('never says that a limit was crossed by what it is', () => {
    const barely = described(crossed('http_req_duration{name:GET /me}', 'p(95)<250', 250.31));
    expect(barely.measured).toBe('250.31 ms');
    expect(described(crossed('http_req_failed', 'rate<0.01', 0.010001)).measured).toBe('1.0001 %');
  });
});

describe('the verdict', () => {
  test('names every threshold that was crossed, with what was measured and its limit', () => {
    const record = { interrupted: false, thresholds: [held, slow, slower] };
    expect(verdict(record)).toBe(
      '2 of 3 thresholds crossed: GET /me, p95 2.50 s (limit < 250 ms); POST /expenses, p95 1.31 s (limit < 250 ms)',
    );
  });

  test('begins with what explains the rest, and names routes without a request together', () => {
    const thresholds = [
      held,
      slow,
      ...silent('GET /me'),
      ...silent('GET /expenses'),
      crossed('approval_latency', 'p(95)<1500'),
      crossed('exceptions', 'count<1', 195),
    ];
    expect(crossings({ thresholds })).toEqual([
      'iterations that threw 195 (limit < 1)',
      'no request to GET /me, GET /expenses',
      'approval latency, p95: no samples',
      'POST /expenses, p95 1.31 s (limit < 250 ms)',
    ]);
  });

  test('has nothing to name where all held', () => {
    expect(verdict({ interrupted: false, thresholds: [held] })).toBe('all 1 thresholds held');
  });
});

test('what was crossed is sorted to the top', () => {
  const sorted = sortedThresholds({ thresholds: [held, slow, ...silent('GET /me')] });
  expect(sorted.map((each) => each.held)).toEqual([false, false, false, true]);
});
