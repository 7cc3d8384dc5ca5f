import { describe, expect, test } from 'vitest';
import { targets } from '../targets/catalogue.ts';
import { workloads } from '../workloads/catalogue.ts';
import { k6Options, thresholds } from './options.ts';

describe('the options of a run', () => {
  test('smoke runs its scenarios one after the other, in half a minute', () => {
    const { scenarios } = k6Options(['crud', 'approval'], workloads.smoke, targets.embedded);
    expect(scenarios.crud?.startTime).toBe('0s');
    const start = Number.parseInt(scenarios.approval?.startTime ?? '', 10);
    const seconds = workloads.smoke.stages.reduce((sum, stage) => sum + stage.seconds, 0);
    expect(start).toBeGreaterThan(seconds);
    expect(start + seconds).toBeLessThanOrEqual(30);
  });

  test('average runs its scenarios side by side', () => {
    const { scenarios } = k6Options(['crud', 'approval'], workloads.average, targets.embedded);
    expect(Object.values(scenarios).map(({ startTime }) => startTime)).toEqual(['0s', '0s']);
  });

  test('arrivals are open: a slow target does not slow the generator down', () => {
    const { scenarios } = k6Options(['crud', 'approval'], workloads.average, targets.embedded);
    expect(Object.values(scenarios).map(({ executor }) => executor)).toEqual([
      'ramping-arrival-rate',
      'ramping-arrival-rate',
    ]);
  });

  test('failures, dropped arrivals and the p95 of every route have a threshold', () => {
    expect(thresholds(['crud'], targets.embedded)).toMatchObject({
      http_req_failed: ['rate<0.01'],
      dropped_iterations: ['count<1'],
      'http_req_duration{name:POST /expenses}': [`p(95)<${targets.embedded.p95.other}`],
    });
  });

  test.each(Object.entries(targets))(
    'on %s every route and figure is held to its own limit',
    (_, profile) => {
      const all = thresholds(['crud', 'approval'], profile);
      expect(all['http_req_duration{name:POST /expenses/{id}/submit}']).toEqual([
        `p(95)<${profile.p95['POST /expenses/{id}/submit']}`,
      ]);
      expect(all.approval_latency).toEqual([`p(95)<${profile.figures.approval_latency}`]);
      expect(all.approvals).toEqual(['count>0']);
    },
  );

  test('a target is asked its share of the rate, and of each scenario once a second at least', () => {
    const { scenarios } = k6Options(['crud', 'approval'], workloads.smoke, {
      ...targets.embedded,
      rateShare: 0.2,
    });
    const heights = Object.values(scenarios).map((one) => ('stages' in one ? one.stages.at(-1)?.target : 0));
    expect(heights).toEqual([3, 1]);
  });
});
