import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ScenarioName } from '../k6/scenarios/catalogue.ts';
import { executeK6, readFaultlessSummary } from '../run/execute.ts';
import type { K6 } from '../run/k6-binary.ts';
import type { K6Summary } from '../run/k6-summary.ts';
import type { K6Options, Team } from '../shared/plan.ts';

/** What a closed-model round measured. */
export interface Round {
  readonly requestsPerSecond: number;
  readonly requests: number;
  readonly failedShare: number;
  /** Milliseconds over all requests. */
  readonly median: number;
  readonly p95: number;
  readonly metrics: K6Summary['metrics'];
}

/** Runs one scenario with a fixed number of virtual users that wait for nothing but answers. */
export async function runRound(
  k6: K6,
  target: { readonly apiUrl: string; readonly teams: readonly Team[] },
  round: { readonly exec: ScenarioName | 'hello'; readonly virtualUsers: number; readonly seconds: number },
): Promise<Round> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  try {
    const options: K6Options = {
      scenarios: {
        [round.exec]: {
          executor: 'constant-vus',
          exec: round.exec === 'hello' ? 'hello' : 'scenario',
          vus: round.virtualUsers,
          duration: `${round.seconds}s`,
          gracefulStop: '15s',
        },
      },
      thresholds: {},
      systemTags: ['name', 'status'],
      summaryTrendStats: ['count', 'avg', 'med', 'p(95)', 'p(99)', 'max'],
    };
    const outcome = await executeK6(k6, { ...target, options }, folder, { record: false });
    const { metrics } = await readFaultlessSummary(outcome);
    const value = (metric: string, name: string) => metrics[metric]?.values[name] ?? 0;
    return {
      requestsPerSecond: value('http_reqs', 'count') / round.seconds,
      requests: value('http_reqs', 'count'),
      failedShare: value('http_req_failed', 'rate'),
      median: value('http_req_duration', 'med'),
      p95: value('http_req_duration', 'p(95)'),
      metrics,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
