import type { K6 } from '../find-k6/find.ts';
import type { ScenarioName } from '../k6/scenarios/catalogue.ts';
import { figuresByK6 } from '../run/execute.ts';
import { type K6Metrics, statistic } from '../run/k6-summary.ts';
import type { K6Options, LoadPlan } from '../shared/plan.ts';

/** What is driven. */
export type Aim = Pick<LoadPlan, 'apiUrl' | 'teams'>;

/** What a closed-model round measured. */
export interface Round {
  readonly requestsPerSecond: number;
  readonly requests: number;
  readonly failedShare: number;
  /** Milliseconds over all requests. */
  readonly median: number;
  readonly p95: number;
  readonly metrics: K6Metrics;
}

/** Runs one scenario with a fixed number of virtual users that wait for nothing but answers. */
export async function runRound(
  k6: K6,
  aim: Aim,
  round: {
    readonly scenario: ScenarioName | 'hello';
    readonly virtualUsers: number;
    readonly seconds: number;
  },
): Promise<Round> {
  const options: K6Options = {
    scenarios: {
      [round.scenario]: {
        executor: 'constant-vus',
        exec: round.scenario === 'hello' ? 'hello' : 'scenario',
        vus: round.virtualUsers,
        duration: `${round.seconds}s`,
        gracefulStop: '15s',
      },
    },
    thresholds: {},
    systemTags: ['name', 'status'],
    summaryTrendStats: ['count', 'avg', 'med', 'p(95)', 'p(99)', 'max'],
  };
  const { metrics } = await figuresByK6(k6, { ...aim, options });
  const requests = statistic(metrics, 'http_reqs', 'count');
  return {
    requestsPerSecond: requests / round.seconds,
    requests,
    failedShare: statistic(metrics, 'http_req_failed', 'rate'),
    median: statistic(metrics, 'http_req_duration', 'med'),
    p95: statistic(metrics, 'http_req_duration', 'p(95)'),
    metrics,
  };
}
