import { routeNames, type ScenarioName } from '../k6/scenarios/catalogue.ts';
import type { Random } from '../random.ts';
import type { ComparisonPlan, K6Options, LoadPlan, LoadSide, SideName } from '../shared/plan.ts';
import { sliceName } from '../shared/turns.ts';

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
  random: Random,
): LoadPlan {
  const { warmUpRounds, roundSeconds, againstYardstick = false } = settings;
  return {
    ...(sides.a[0] as LoadSide),
    comparison: {
      sides,
      first: random.next() < 0.5 ? 'a' : 'b',
      roundSeconds,
      warmUpSeconds: warmUpRounds * roundSeconds,
      againstYardstick,
    },
    options: optionsOf(settings),
  };
}

/** What a bare Fastify is asked for. */
const yardstickRoutes = ['GET /'] as const;

/** The routes that a side is asked for. */
export function routesOf(side: SideName, { scenario, againstYardstick }: SliceSettings): readonly string[] {
  return side === 'a' && againstYardstick ? yardstickRoutes : routeNames(scenario);
}

function optionsOf(settings: SliceSettings): K6Options {
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
      [settings.scenario]: {
        executor: 'constant-vus',
        exec: 'scenario',
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
