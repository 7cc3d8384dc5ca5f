import { describe, expect, test } from 'vitest';
import { type ScenarioName, scenarios } from '../k6/scenarios/catalogue.ts';
import { targets } from '../shared/targets.ts';
import { type WorkloadName, workloads } from '../workloads/catalogue.ts';
import type { Workload } from '../workloads/workload.ts';
import { k6Options, phaseEnds, thresholds } from './options.ts';

const pairs = (Object.keys(scenarios) as ScenarioName[]).flatMap((scenario) =>
  (Object.keys(workloads) as WorkloadName[]).map((workload) => [scenario, workload] as const),
);

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

  test('a target is asked its share of the rate, also where that is less than one a second', () => {
    const { scenarios } = k6Options(['crud', 'approval'], workloads.smoke, {
      ...targets.embedded,
      rateShare: 0.2,
    });
    const heights = Object.values(scenarios).map((one) => ('stages' in one ? one.stages.at(-1) : undefined));
    expect(heights).toEqual([
      { duration: '11s', target: 3 * 60 },
      { duration: '11s', target: 0.6 * 60 },
    ]);
    expect(scenarios.approval).toMatchObject({ timeUnit: '1m' });
  });

  test.each(pairs)('%s runs with %s', (scenario, workload) => {
    const { scenarios: planned } = k6Options([scenario], workloads[workload], targets.embedded);
    const [only] = Object.values(planned);
    expect(only).toMatchObject({ executor: 'ramping-arrival-rate', exec: scenario });
    expect(only && 'stages' in only && only.stages.length).toBe(workloads[workload].stages.length);
  });

  test('begins at the share that the workload says, or else at a third of its first stage', () => {
    const startOf = (workload: Workload) => {
      const { crud } = k6Options(['crud'], workload, targets.embedded).scenarios;
      return crud && 'startRate' in crud ? crud.startRate / 60 : undefined;
    };
    expect(startOf(workloads.smoke)).toBe(scenarios.crud.rate / 2);
    expect(startOf(workloads.average)).toBe(scenarios.crud.rate / 3);
  });

  test('a spike has virtual users for its height', () => {
    const spike = k6Options(['crud'], workloads.spike, targets.embedded).scenarios.crud;
    const average = k6Options(['crud'], workloads.average, targets.embedded).scenarios.crud;
    const users = [spike, average].map((one) => (one && 'maxVUs' in one ? one.maxVUs : 0));
    expect(users[0]).toBe(6 * (users[1] ?? 0));
  });

  test('no workload signs in more often than the 120 times a second that Cognito allows', () => {
    const heights = Object.values(workloads).map(
      ({ stages }) => Math.max(...stages.map(({ share }) => share)) * scenarios.auth.rate * 2,
    );
    expect(Math.max(...heights)).toBeLessThan(120);
  });

  test('a workload may bring its own rate', () => {
    const own = { ...workloads.smoke, rates: { crud: 100 } };
    const { crud } = k6Options(['crud'], own, targets.embedded).scenarios;
    expect(crud && 'stages' in crud && crud.stages.at(-1)?.target).toBe(50 * 60);
  });

  test('every phase is reported apart, and every route in it but those of a ramp', () => {
    const all = k6Options(['crud'], workloads.spike, targets.embedded).thresholds;
    expect(all).toMatchObject({
      'http_req_duration{phase:ramp}': [],
      'http_req_duration{phase:spike}': [],
      'http_req_duration{name:GET /expenses,phase:recovery}': [],
    });
    expect(Object.keys(all).filter((name) => name.endsWith(',phase:ramp}'))).toEqual([]);
  });

  test('the script is told where each phase ends', () => {
    expect(phaseEnds(['crud'], workloads.smoke)).toEqual({
      crud: [
        { phase: 'ramp', untilSeconds: 2 },
        { phase: 'steady', untilSeconds: 13 },
      ],
    });
  });

  test('scenarios in turn have their phases, and the figures of them, each to itself', () => {
    const names = ['crud', 'approval'] as const;
    expect(phaseEnds(names, workloads.smoke)).toMatchObject({
      crud: [{ phase: 'crud ramp' }, { phase: 'crud steady', untilSeconds: 13 }],
      approval: [{ phase: 'approval ramp' }, { phase: 'approval steady', untilSeconds: 13 }],
    });
    const all = Object.keys(k6Options(names, workloads.smoke, targets.embedded).thresholds);
    expect(all).toEqual(
      expect.arrayContaining([
        'iterations_begun{phase:approval ramp}',
        'approval_latency{phase:approval steady}',
        'http_req_duration{name:GET /approvals,phase:approval steady}',
      ]),
    );
    const strange = /phase:(ramp|steady)\}|approval_latency\{phase:crud|name:.*phase:\w+ ramp/;
    expect(all.filter((name) => strange.test(name))).toEqual([]);
  });
});
