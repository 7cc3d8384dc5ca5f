import { costedRun } from '../cost/run-cost.ts';
import type { Usage } from '../cost/usage.ts';
import { type K6Summary, type RunRecord, toRunRecord } from '../run/record.ts';

/** A distribution of durations, as k6 reports it. */
export const trend = {
  count: 100,
  min: 1,
  avg: 5,
  med: 4,
  'p(10)': 2,
  'p(90)': 8,
  'p(95)': 12,
  'p(99)': 20,
  max: 30,
};

/** k6's figures of a small run with one route, one figure and one counter of the scenarios. */
export function aSummary({ p95Held = true } = {}): K6Summary {
  return {
    state: { testRunDurationMs: 10_000 },
    metrics: {
      http_reqs: { type: 'counter', values: { count: 100, rate: 10 } },
      http_req_failed: {
        type: 'rate',
        values: { rate: 0.02, passes: 2, fails: 98 },
        thresholds: { 'rate<0.05': { ok: true } },
      },
      http_req_duration: { type: 'trend', values: trend },
      'http_req_duration{name:GET /expenses}': {
        type: 'trend',
        values: trend,
        thresholds: { 'p(95)<10': { ok: p95Held } },
      },
      'http_req_failed{name:GET /expenses}': { type: 'rate', values: { rate: 0.5 } },
      approval_latency: { type: 'trend', values: { ...trend, count: 7 } },
      approvals: { type: 'counter', values: { count: 7, rate: 0.7 } },
      failures_conflict: { type: 'counter', values: { count: 2, rate: 0.2 } },
      failures_no_answer: { type: 'counter', values: { count: 5, rate: 0.5 } },
      'http_req_duration{phase:steady}': { type: 'trend', values: trend },
      iterations: { type: 'counter', values: { count: 18, rate: 1.8 } },
      'iterations_begun{scenario:crud}': { type: 'counter', values: { count: 18, rate: 1.8 } },
      'iterations_begun{phase:steady}': { type: 'counter', values: { count: 16, rate: 1.6 } },
      'http_reqs{scenario:crud}': { type: 'counter', values: { count: 100, rate: 10 } },
    },
  };
}

const point = (seconds: number, p95Ms: number) => ({
  at: 1_790_000_000_000 + seconds * 1000,
  seconds,
  requestsPerSecond: 10,
  iterationsPerSecond: 5,
  begunPerSecond: 2,
  failed: 0.02,
  medianMs: 4,
  p95Ms,
  p99Ms: 20,
  virtualUsers: 4,
});

/** The facts of that run; the API's address holds markup, which no report may take for its own. */
export const facts = {
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
  timeline: [point(1, 12), point(2, 15), point(3, 11)],
  generator: { cpuShare: 0.2, peakCpuShare: 0.3, virtualUsersExhausted: false },
  commandStartedAt: 1_790_000_000_000,
  plans: [
    {
      scenario: 'crud',
      startSeconds: 0,
      stages: [
        { phase: 'ramp', seconds: 2, from: 0, to: 2 },
        { phase: 'steady', seconds: 8, from: 2, to: 2 },
      ],
    },
  ],
  errors: [],
  thrown: 0,
  machine: { system: 'Linux', processor: 'a processor', cores: 2, memoryGiB: 8 },
  versions: { k6: '2.2.0' },
  command: 'npm run load',
};

/** The record of that run. */
export function aRunRecord(options: { readonly p95Held?: boolean } = {}): RunRecord {
  return toRunRecord(aSummary(options), facts);
}

const usage: Usage = {
  source: 'meter',
  since: '2026-11-25T10:00:00.000Z',
  until: '2026-11-25T10:01:00.000Z',
  region: 'eu-west-1',
  calls: [
    {
      caller: 'http',
      service: 'dynamodb',
      action: 'PutItem',
      resource: '<expenses>',
      calls: 9,
      errors: { ThrottlingException: 3 },
      throttles: 3,
      retries: 2,
    },
  ],
  quantities: [
    { service: 'apigatewayv2', quantity: 'requests', resource: 'api', amount: 1_000 },
    { service: 'sfn', quantity: 'stateTransitions', resource: 'approval', amount: 500 },
    { service: 'lambda', quantity: 'coldStarts', resource: 'http', amount: 2 },
    { service: 'lambda', quantity: 'initMilliseconds', resource: 'http', amount: 300 },
  ],
  notes: ['Said by the <source>.'],
};

/** The record of that run with what it cost. */
export function aCostedRecord(): RunRecord {
  const options = { approvals: 100, monthlyRequests: 2_000_000 };
  return { ...aRunRecord(), ...costedRun({ whole: usage, turns: [] }, options) };
}
