import type { K6 } from '../find-k6/find.ts';
import type { Log } from '../log.ts';
import { populationSize } from '../population/population.ts';
import { preparePopulation } from '../population/prepare.ts';
import { statistic } from '../run/k6-summary.ts';
import { type BackendName, startBackend } from './backends.ts';
import { runRound } from './k6-round.ts';
import { type Figure, median, valueText } from './results.ts';

/** What one backend did in one round. */
export interface BackendRound {
  readonly backend: BackendName;
  readonly figures: readonly Figure[];
}

/** How many rounds are made: every backend in turn, so that a slow minute of the machine hits all of them. */
const rounds = 3;
const virtualUsers = 10;

/** Runs the same application and the same workload on each backend in turn, three times. */
export async function compareBackends(
  k6: K6,
  backends: readonly BackendName[],
  seconds: number,
  log: Log,
): Promise<BackendRound[]> {
  const measured: BackendRound[] = [];
  for (let round = 1; round <= rounds; round++) {
    for (const backend of backends) {
      log(`round ${round} of ${rounds}: ${backend}`);
      measured.push(await measure(k6, backend, seconds));
    }
  }
  return measured;
}

async function measure(k6: K6, name: BackendName, seconds: number): Promise<BackendRound> {
  await using backend = await startBackend(name);
  const memoryAfterBootMiB = await backend.memoryMiB();
  const teams = await preparePopulation(backend.target, populationSize);
  const aim = { apiUrl: backend.target.apiUrl, teams };
  await runRound(k6, aim, { scenario: 'crud', virtualUsers, seconds: 3 });
  const crud = await runRound(k6, aim, { scenario: 'crud', virtualUsers, seconds });
  const approval = await runRound(k6, aim, { scenario: 'approval', virtualUsers, seconds });
  const approvals = statistic(approval.metrics, 'approvals', 'count') / seconds;
  const latency = statistic(approval.metrics, 'approval_latency', 'p(95)');
  return {
    backend: name,
    figures: [
      { name: 'boot, until an authenticated request works', value: backend.bootSeconds, unit: 's' },
      { name: 'memory after boot', value: memoryAfterBootMiB, unit: 'MiB' },
      { name: 'memory after load', value: await backend.memoryMiB(), unit: 'MiB' },
      { name: 'CRUD', value: crud.requestsPerSecond, unit: 'requests/s' },
      { name: 'CRUD, p95', value: crud.p95, unit: 'ms' },
      { name: 'CRUD, failed', value: crud.failedShare * 100, unit: '%' },
      { name: 'approvals', value: approvals, unit: '/s' },
      { name: 'approval, submit to final, p95', value: latency, unit: 'ms' },
    ],
  };
}

/** The medians of each backend as a table, one column a backend. */
export function comparisonRows(measured: readonly BackendRound[]): string[][] {
  const backends = [...new Set(measured.map(({ backend }) => backend))];
  const cell = (backend: BackendName, { name, unit }: Figure) => {
    const rounds = measured.filter((round) => round.backend === backend);
    const values = rounds.flatMap(({ figures }) => figures).filter((figure) => figure.name === name);
    return valueText({ value: median(values.map(({ value }) => value)), unit });
  };
  const rows = (measured[0]?.figures ?? []).map((figure) => [
    figure.name,
    ...backends.map((backend) => cell(backend, figure)),
  ]);
  return [['median of the rounds', ...backends], ...rows];
}
