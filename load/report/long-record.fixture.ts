import { routeNames } from '../k6/scenarios/catalogue.ts';
import { arrivalPlans, phasePlans, plannedArrivals, wantedRate } from '../run/arrivals.ts';
import { k6Options } from '../run/options.ts';
import type { RunRecord, ThresholdResult } from '../run/record.ts';
import { workloads } from '../workloads/catalogue.ts';
import { aCostedRecord } from './run-record.fixture.ts';

const base = aCostedRecord();
const names = ['approval', 'receipts'] as const;
/** The arrivals a second that the target took, whatever was wanted. */
const reached = 40;
/** The route that got no request. */
const silent = 'POST /expenses/{id}/submit';

const plans = arrivalPlans(k6Options(names, workloads.stress, 'embedded').scenarios, workloads.stress);
const called = [...new Set(names.flatMap(routeNames))];

const timeline: RunRecord['timeline'] = Array.from({ length: 360 }, (_, index) => {
  const wanted = wantedRate(plans, index, index + 1);
  const isLate = wanted > reached;
  return {
    at: index * 1000,
    seconds: index + 1,
    requestsPerSecond: Math.min(wanted, reached) * 11_234,
    iterationsPerSecond: Math.min(wanted, reached),
    begunPerSecond: Math.min(wanted, reached),
    failed: isLate ? 0.12 : 0,
    medianMs: isLate ? 1_000 : 5,
    p95Ms: isLate ? 12_345 : 20,
    p99Ms: isLate ? 29_876 : 50,
    virtualUsers: isLate ? 532 : 90,
  };
});

const routes: RunRecord['routes'] = called.map((route, index) => ({
  route,
  count: route === silent ? 0 : 1_234_567_890 + index,
  requestsPerSecond: 123_456.7,
  failedShare: 0.123456,
  throttled: 12,
  retried: 3,
  min: 0.1,
  mean: 3,
  median: 4.5 * (index + 1),
  p90: 80 * (index + 1),
  p95: 310 * (index + 1),
  p99: 3_000 * (index + 1),
  max: 30_012 * (index + 1),
}));

const phases: RunRecord['phases'] = [...phasePlans(plans)].map(([phase, { seconds, arrivals }]) => ({
  phase,
  seconds,
  planned: arrivals,
  begun: Math.min(arrivals, reached * seconds),
  requests: 12_345_678,
  requestsPerSecond: 98_765.4,
  failedShare: 0.1,
  throttled: 12_345,
  retried: 3,
  latency: routes[0] ?? base.totals.latency,
  routes: phase.startsWith('ramp') ? [] : routes.filter(({ count }) => count > 0),
  figures: [],
}));

const thresholds: ThresholdResult[] = [
  { metric: 'exceptions', expression: 'count<1', held: false, measured: 1_234 },
  { metric: 'dropped_iterations', expression: 'count<1', held: false, measured: 56_789 },
  { metric: 'checks', expression: 'rate>0.99', held: true, measured: 1 },
  ...routes.map(({ route, count, p95 }, index) => ({
    metric: `http_req_duration{name:${route}}`,
    expression: 'p(95)<2000',
    held: count > 0 && index < 4,
    ...(count > 0 ? { measured: index < 4 ? 120 : p95 } : {}),
  })),
  { metric: 'approval_latency', expression: 'p(95)<1500', held: false, measured: 12_345 },
];

/** The record of a run in which much went wrong, with long names, large numbers, and a route without a request. */
export function aLongRecord(): RunRecord {
  return {
    ...base,
    scenarios: names,
    workload: 'workloads/the-end-of-the-month-with-everybody-at-once-and-a-very-long-name.json',
    target: {
      ...base.target,
      name: 'a-stage-with-a-long-name',
      apiUrl: 'https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/production-with-a-long-name',
    },
    arrivals: plans.map((plan) => ({ ...plan, planned: plannedArrivals(plan), begun: 4_321 })),
    timeline,
    routes,
    phases,
    thresholds,
    passed: false,
    totals: {
      ...base.totals,
      requests: 1_234_567_890,
      requestsPerSecond: 123_456.7,
      droppedIterations: 56_789,
      thrownIterations: 1_234,
    },
    errors: [
      {
        message:
          "approval: TypeError: Cannot read property 'receipts' of undefined or null (load/k6/scenarios/approval.ts:48:31)",
        count: 1_234,
      },
    ],
    warnings: [
      '56789 arrivals were dropped, because every virtual user was still waiting for an answer: less was asked than the workload says.',
    ],
  };
}
