import { describe, expect, test } from 'vitest';
import { workloads } from '../workloads/catalogue.ts';
import { k6Options, thresholds } from './options.ts';

describe('the options of a run', () => {
  test('smoke runs its scenarios one after the other, in half a minute', () => {
    const { scenarios } = k6Options(['crud', 'approval'], workloads.smoke);
    expect(scenarios.crud?.startTime).toBe('0s');
    const start = Number.parseInt(scenarios.approval?.startTime ?? '', 10);
    const seconds = workloads.smoke.stages.reduce((sum, stage) => sum + stage.seconds, 0);
    expect(start).toBeGreaterThan(seconds);
    expect(start + seconds).toBeLessThanOrEqual(30);
  });

  test('average runs its scenarios side by side', () => {
    const { scenarios } = k6Options(['crud', 'approval'], workloads.average);
    expect(Object.values(scenarios).map(({ startTime }) => startTime)).toEqual(['0s', '0s']);
  });

  test('arrivals are open: a slow target does not slow the generator down', () => {
    const { scenarios } = k6Options(['crud', 'approval'], workloads.average);
    expect(Object.values(scenarios).map(({ executor }) => executor)).toEqual([
      'ramping-arrival-rate',
      'ramping-arrival-rate',
    ]);
  });

  test('failures, dropped arrivals and the p95 of every route have a threshold', () => {
    const all = thresholds(['crud']);
    expect(all).toMatchObject({
      http_req_failed: ['rate<0.01'],
      dropped_iterations: ['count<1'],
      'http_req_duration{name:POST /expenses}': ['p(95)<250'],
    });
  });

  test('a route of two scenarios is held to the stricter limit', () => {
    const route = 'http_req_duration{name:GET /expenses/{id}}';
    expect(thresholds(['crud', 'approval'])[route]).toEqual(thresholds(['crud'])[route]);
  });
});
