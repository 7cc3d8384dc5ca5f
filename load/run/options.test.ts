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
    const { scenarios } = k6Options(['crud', 'approval'], workloads.smoke, 'embedded');
    expect(scenarios.crud?.startTime).toBe('0s');
    const start = Number.parseInt(scenarios.approval?.startTime ?? '', 10);
    const seconds = workloads.smoke.stages.reduce((sum, stage) => sum + stage.seconds, 0);
    expect(start).toBeGreaterThan(seconds);
    expect(start + seconds).toBeLessThanOrEqual(30);
  });

  test('average runs its scenarios side by side', () => {
    const { scenarios } = k6Options(['crud', 'approval'], workloads.average, 'embedded');
    expect(Object.values(scenarios).map(({ startTime }) => startTime)).toEqual(['0s', '0s']);
  });

  test('arrivals are open: a slow target does not slow the generator down', () => {
    const { scenarios } = k6Options(['crud', 'approval'], workloads.average, 'embedded');
    expect(Object.values(scenarios).map(({ executor }) => executor)).toEqual([
      'ramping-arrival-rate',
      'ramping-arrival-rate',
    ]);
  });

  test('failures, dropped arrivals and the p95 of every route have a threshold', () => {
    expect(thresholds(['crud'], 'embedded')).toMatchObject({
      http_req_failed: ['rate<0.01'],
      dropped_iterations: ['count<1'],
      'http_req_duration{name:POST /expenses}': [`p(95)<${targets.embedded.p95}`],
    });
  });

  test.each([
    ['embedded', 250, 300, 400, 1500],
    ['localstack', 2500, 2500, 4000, 8000],
    ['ministack', 400, 400, 600, 2500],
    ['stage', 500, 500, 800, 3000],
  ] as const)(
    'on %s every route and figure is held to the limit of its scenario, or else of the target',
    (target, enter, queue, submit, latency) => {
      expect(thresholds(['crud', 'approval'], target)).toMatchObject({
        'http_req_duration{name:POST /expenses}': [`p(95)<${enter}`],
        'http_req_duration{name:GET /approvals}': [`p(95)<${queue}`],
        'http_req_duration{name:POST /expenses/{id}/submit}': [`p(95)<${submit}`],
        approval_latency: [`p(95)<${latency}`],
        approvals: ['count>0'],
      });
    },
  );

  test('no two scenarios hold a route or a figure to different limits', () => {
    const limits = Object.values(scenarios).flatMap(({ routes, figures }) =>
      Object.entries({ ...routes, ...figures }),
    );
    for (const [name, limit] of limits)
      expect([name, limit]).toEqual(limits.find(([other]) => other === name));
  });

  test('a target is asked its share of the rate, also where that is less than one a second', () => {
    const { scenarios } = k6Options(['crud', 'approval'], workloads.smoke, 'localstack');
    const heights = Object.values(scenarios).map((one) => ('stages' in one ? one.stages.at(-1) : undefined));
    expect(heights).toEqual([
      { duration: '11s', target: 1.5 * 60 },
      { duration: '11s', target: 0.3 * 60 },
    ]);
    expect(scenarios.approval).toMatchObject({ timeUnit: '1m' });
  });

  test.each(pairs)('%s runs with %s', (scenario, workload) => {
    const { scenarios: planned } = k6Options([scenario], workloads[workload], 'embedded');
    const [only] = Object.values(planned);
    expect(only).toMatchObject({ executor: 'ramping-arrival-rate', exec: 'scenario' });
    expect(only && 'stages' in only && only.stages.length).toBe(workloads[workload].stages.length);
  });

  test('begins at the share that the workload says, or else at a third of its first stage', () => {
    const startOf = (workload: Workload) => {
      const { crud } = k6Options(['crud'], workload, 'embedded').scenarios;
      return crud && 'startRate' in crud ? crud.startRate / 60 : undefined;
    };
    expect(startOf(workloads.smoke)).toBe(scenarios.crud.rate / 2);
    expect(startOf(workloads.average)).toBe(scenarios.crud.rate / 3);
  });

  test('a spike has virtual users for its height', () => {
    const spike = k6Options(['crud'], workloads.spike, 'embedded').scenarios.crud;
    const average = k6Options(['crud'], workloads.average, 'embedded').scenarios.crud;
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
    const { crud } = k6Options(['crud'], own, 'embedded').scenarios;
    expect(crud && 'stages' in crud && crud.stages.at(-1)?.target).toBe(50 * 60);
  });

  test('every phase is reported apart, and every route in it but those of a ramp', () => {
    const all = k6Options(['crud'], workloads.spike, 'embedded').thresholds;
    expect(all).toMatchObject({
      'http_req_duration{phase:ramp}': [],
      'http_req_duration{phase:spike}': [],
      'http_req_duration{name:GET /expenses,phase:recovery}': [],
    });
    expect(Object.keys(all).filter((name) => name.endsWith(',phase:ramp}'))).toEqual([]);
  });

  test('the plan says where each phase ends', () => {
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
    const all = Object.keys(k6Options(names, workloads.smoke, 'embedded').thresholds);
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
