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
import { type Measured, type RouteSample, type Sample, summaryName, summaryOf } from './samples.ts';

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
  const { warmUpRounds, roundSeconds, againstYardstick = false } = settings;
  return {
    ...(sides.a[0] as LoadSide),
    comparison: {
      sides,
      first: random() < 0.5 ? 'a' : 'b',
      roundSeconds,
      warmUpSeconds: warmUpRounds * roundSeconds,
      againstYardstick,
    },
    options: optionsOf(settings),
  };
}

/** What a bare Fastify is asked for. */
const yardstickRoutes = ['GET /'] as const;

function routesOf(side: SideName, { scenario, againstYardstick }: SliceSettings): readonly string[] {
  return side === 'a' && againstYardstick ? yardstickRoutes : scenarios[scenario].routes;
}

function optionsOf(settings: SliceSettings): K6Options {
  const { exec }: ScenarioDescription = scenarios[settings.scenario];
  const thresholds: Record<string, string[]> = {};
  for (let round = 0; round < settings.rounds; round++) {
    for (const side of ['a', 'b'] as const) {
      const slice = sliceName({ side, round });
      thresholds[`iteration_duration{slice:${slice}}`] = ['max>=0'];
      thresholds[`http_req_failed{slice:${slice}}`] = ['rate>=0'];
      for (const route of routesOf(side, settings)) {
        thresholds[`http_req_duration{slice:${slice},name:${route}}`] = ['max>=0'];
      }
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

/**
 * Reads the slices' figures. What sums them up is over the routes that most rounds of both sides have: a scenario may
 * call others so rarely that they would leave no round to compare.
 */
export function measuredSlices(metrics: K6Summary['metrics'], settings: SliceSettings): Measured {
  const [a, b] = [samplesOf('a', metrics, settings), samplesOf('b', metrics, settings)];
  const [ofA, ofB] = [usualRoutes(a), usualRoutes(b)];
  const common = new Set([...ofA].filter((route) => ofB.has(route)));
  const [overA, overB] = settings.againstYardstick ? [ofA, ofB] : [common, common];
  return { summaryName, paired: true, a: summedUp(a, overA), b: summedUp(b, overB) };
}

type Unsummed = Omit<Sample, 'summary'>;

function samplesOf(side: SideName, metrics: K6Summary['metrics'], settings: SliceSettings): Unsummed[] {
  const routes = routesOf(side, settings);
  return Array.from({ length: settings.rounds }, (_, round) => {
    const slice = sliceName({ side, round });
    const value = (metric: string, statistic: string) => metrics[metric]?.values[statistic] ?? 0;
    const failed = `http_req_failed{slice:${slice}}`;
    const requests = value(failed, 'passes') + value(failed, 'fails');
    const iterations = `iteration_duration{slice:${slice}}`;
    const busySeconds = (value(iterations, 'avg') * value(iterations, 'count')) / 1000;
    return {
      requests,
      // Of virtual users who drive this side alone: here they spend part of their time on the other one.
      requestsPerSecond: busySeconds === 0 ? 0 : (requests * settings.virtualUsers) / busySeconds,
      failedShare: value(failed, 'rate'),
      routes: routes.map((route): RouteSample => {
        const metric = `http_req_duration{slice:${slice},name:${route}}`;
        return { route, median: value(metric, 'med'), p95: value(metric, 'p(95)') };
      }),
    };
  });
}

function summedUp(samples: readonly Unsummed[], over: ReadonlySet<string>): Sample[] {
  return samples.map((sample) => ({
    ...sample,
    summary: summaryOf(sample.routes.filter(({ route }) => over.has(route))),
  }));
}

/** The routes that more than half of the rounds have. */
function usualRoutes(samples: readonly Unsummed[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const { routes } of samples) {
    for (const { route, median } of routes) if (median > 0) counts.set(route, (counts.get(route) ?? 0) + 1);
  }
  return new Set([...counts].filter(([, count]) => count > samples.length / 2).map(([route]) => route));
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
