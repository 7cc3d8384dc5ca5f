import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sliceName } from '../lib/turns.ts';
import type { ComparisonPlan, K6Options, LoadPlan, LoadSide, SideName } from '../plan.ts';
import { LoadError } from '../run/errors.ts';
import { executeK6, k6Exit } from '../run/execute.ts';
import type { K6 } from '../run/k6-binary.ts';
import type { K6Summary } from '../run/record.ts';
import { type ScenarioDescription, type ScenarioName, scenarios } from '../scenarios/catalogue.ts';
import type { RandomNumbers } from './random.ts';
import type { Measured, Sample } from './samples.ts';

/** How two running stacks are driven against one another. */
export interface SliceSettings {
  readonly scenario: ScenarioName;
  /** In each, both sides are driven in turn, and each gets one sample: its slice. */
  readonly rounds: number;
  readonly roundSeconds: number;
  /** Rounds before those that count, in which code is compiled and connections are opened. */
  readonly warmUpRounds: number;
  /** Each waits for nothing but answers (closed model), and takes both sides' turns. */
  readonly virtualUsers: number;
  /** Whether side A is a bare Fastify and answers nothing but hello. */
  readonly againstYardstick?: boolean;
}

/** How long all rounds take, in seconds. */
export function secondsOfRounds({ rounds, warmUpRounds, roundSeconds }: SliceSettings): number {
  return (rounds + warmUpRounds) * roundSeconds;
}

/**
 * The plan by which k6 drives two sides in turn, as many boots of one as of the other. A threshold that always holds is
 * what makes k6 report a slice's figures apart.
 *
 * @param random draws which side begins
 */
export function comparisonPlan(
  sides: ComparisonPlan['sides'],
  settings: SliceSettings,
  random: RandomNumbers,
): LoadPlan {
  const { scenario, warmUpRounds, roundSeconds, againstYardstick = false } = settings;
  return {
    ...(sides.a[0] as LoadSide),
    comparison: {
      sides,
      first: random() < 0.5 ? 'a' : 'b',
      roundSeconds,
      warmUpSeconds: warmUpRounds * roundSeconds,
      againstYardstick,
    },
    options: optionsOf(scenarios[scenario], settings),
  };
}

function optionsOf({ exec, routes }: ScenarioDescription, settings: SliceSettings): K6Options {
  const thresholds: Record<string, string[]> = {};
  for (const slice of slicesOf(settings)) {
    thresholds[`iteration_duration{slice:${slice}}`] = ['max>=0'];
    thresholds[`http_req_failed{slice:${slice}}`] = ['rate>=0'];
    for (const route of routes) {
      thresholds[`http_req_duration{slice:${slice},name:${route}}`] = ['max>=0'];
    }
  }
  return {
    scenarios: {
      comparison: {
        executor: 'constant-vus',
        exec,
        vus: settings.virtualUsers,
        duration: `${Math.round(secondsOfRounds(settings) * 1000)}ms`,
        gracefulStop: '5s',
      },
    },
    thresholds,
    systemTags: ['name', 'status'],
    summaryTrendStats: ['count', 'avg', 'med', 'p(95)', 'max'],
    userAgent: 'expense-tracker-load/1',
  };
}

/** The names of the slices that count. */
function slicesOf({ rounds }: SliceSettings): string[] {
  return Array.from({ length: rounds }, (_, round) =>
    (['a', 'b'] as const).map((side) => sliceName({ side, round })),
  ).flat();
}

/** Reads the slices' figures. */
export function measuredSlices(metrics: K6Summary['metrics'], settings: SliceSettings): Measured {
  const { routes }: ScenarioDescription = scenarios[settings.scenario];
  const sample = (slice: string): Sample => {
    const value = (metric: string, statistic: string) => metrics[metric]?.values[statistic] ?? 0;
    const failed = `http_req_failed{slice:${slice}}`;
    const requests = value(failed, 'passes') + value(failed, 'fails');
    const iterations = `iteration_duration{slice:${slice}}`;
    const busySeconds = (value(iterations, 'avg') * value(iterations, 'count')) / 1000;
    return {
      summary: value(iterations, 'avg'),
      requests,
      // Of virtual users who drive this side alone: here they spend part of their time on the other one.
      requestsPerSecond: busySeconds === 0 ? 0 : (requests * settings.virtualUsers) / busySeconds,
      failedShare: value(failed, 'rate'),
      routes: routes.map((route) => {
        const metric = `http_req_duration{slice:${slice},name:${route}}`;
        return { route, median: value(metric, 'med'), p95: value(metric, 'p(95)') };
      }),
    };
  };
  const of = (side: SideName) =>
    Array.from({ length: settings.rounds }, (_, round) => sample(sliceName({ side, round })));
  return {
    summaryName: `one iteration of ${settings.scenario}`,
    paired: true,
    a: of('a'),
    b: of('b'),
  };
}

/**
 * Drives two running stacks in turn.
 *
 * @throws LoadError `interrupted` when it was, `k6-failed` when k6 could not do it
 */
export async function driveInTurn(
  k6: K6,
  sides: ComparisonPlan['sides'],
  settings: SliceSettings,
  random: RandomNumbers,
  signal?: AbortSignal,
): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'load-compare-'));
  try {
    const plan = comparisonPlan(sides, settings, random);
    const outcome = await executeK6(k6, plan, folder, { record: false, ...(signal ? { signal } : {}) });
    if (signal?.aborted || outcome.exitCode === k6Exit.interrupted) {
      throw new LoadError('interrupted', 'Interrupted before the comparison was complete.');
    }
    const { metrics } = JSON.parse(await readFile(outcome.summaryFile, 'utf8')) as K6Summary;
    return measuredSlices(metrics, settings);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
