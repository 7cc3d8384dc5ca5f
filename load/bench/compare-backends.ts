import { populationSize } from '../population/population.ts';
import { preparePopulation } from '../population/prepare.ts';
import type { K6 } from '../run/k6-binary.ts';
import { statistic } from '../run/k6-summary.ts';
import { type BackendName, startBackend } from './backends.ts';
import { runRound } from './k6-round.ts';

/** What one backend did in one round. */
export interface BackendRound {
  readonly backend: BackendName;
  readonly bootSeconds: number;
  readonly memoryAfterBootMiB: number;
  readonly memoryUnderLoadMiB: number;
  readonly requestsPerSecond: number;
  readonly p95Ms: number;
  readonly failedShare: number;
  readonly approvalsPerSecond: number;
  readonly approvalP95Ms: number;
}

/** How many rounds are made: every backend in turn, so that a slow minute of the machine hits all of them. */
const rounds = 3;
const virtualUsers = 10;

/** Runs the same application and the same workload on each backend in turn, three times. */
export async function compareBackends(
  k6: K6,
  backends: readonly BackendName[],
  seconds: number,
  log: (message: string) => void,
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
  return {
    backend: name,
    bootSeconds: backend.bootSeconds,
    memoryAfterBootMiB,
    memoryUnderLoadMiB: await backend.memoryMiB(),
    requestsPerSecond: crud.requestsPerSecond,
    p95Ms: crud.p95,
    failedShare: crud.failedShare,
    approvalsPerSecond: statistic(approval.metrics, 'approvals', 'count') / seconds,
    approvalP95Ms: statistic(approval.metrics, 'approval_latency', 'p(95)'),
  };
}

/** The medians of each backend as a table, one column a backend. */
export function comparisonRows(measured: readonly BackendRound[]): string[][] {
  const backends = [...new Set(measured.map(({ backend }) => backend))];
  const row = (title: string, unit: string, value: (round: BackendRound) => number) => [
    title,
    ...backends.map((name) => {
      const values = measured.filter(({ backend }) => backend === name).map(value);
      const middle = values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
      return `${middle >= 100 ? Math.round(middle) : middle.toFixed(middle < 10 ? 2 : 1)} ${unit}`;
    }),
  ];
  return [
    ['median of the rounds', ...backends],
    row('boot, until an authenticated request works', 's', ({ bootSeconds }) => bootSeconds),
    row('memory after boot', 'MiB', ({ memoryAfterBootMiB }) => memoryAfterBootMiB),
    row('memory after load', 'MiB', ({ memoryUnderLoadMiB }) => memoryUnderLoadMiB),
    row('CRUD', 'requests/s', ({ requestsPerSecond }) => requestsPerSecond),
    row('CRUD, p95', 'ms', ({ p95Ms }) => p95Ms),
    row('CRUD, failed', '%', ({ failedShare }) => failedShare * 100),
    row('approvals', '/s', ({ approvalsPerSecond }) => approvalsPerSecond),
    row('approval, submit to final, p95', 'ms', ({ approvalP95Ms }) => approvalP95Ms),
  ];
}
