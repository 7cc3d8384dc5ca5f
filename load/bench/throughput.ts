import type { K6 } from '../find-k6/find.ts';
import type { Log } from '../log.ts';
import { populationSize } from '../population/population.ts';
import { preparePopulation } from '../population/prepare.ts';
import { statistic } from '../run/k6-summary.ts';
import type { LoadTarget } from '../run/target.ts';
import { type Aim, type Round, runRound } from './k6-round.ts';
import { residentMiB, watchMemory } from './memory.ts';
import { type Figure, median } from './results.ts';
import { startYardstick } from './yardstick-process.ts';

const virtualUsers = 10;

/**
 * How much a target takes of virtual users that wait for nothing but answers, beside a bare Fastify in turn, and how much
 * memory that needs.
 *
 * @param quick leaves out the 100 000 requests after which memory is to be flat
 */
export async function measureThroughput(
  k6: K6,
  target: LoadTarget,
  { seconds, quick }: { readonly seconds: number; readonly quick: boolean },
  log: Log,
): Promise<Figure[]> {
  const { apiUrl, processId } = target;
  const idle = await residentMiB(processId);
  const teams = await preparePopulation(target, populationSize);
  const aim = { apiUrl, teams };
  log('crud and the yardstick, in turn, three times');
  using memory = watchMemory(processId);
  await runRound(k6, aim, { scenario: 'crud', virtualUsers, seconds: 3 });
  const rounds: { readonly hello: Round; readonly crud: Round }[] = [];
  for (let round = 0; round < 3; round++) {
    const hello = await yardstickRound(k6, aim, seconds);
    rounds.push({ hello, crud: await runRound(k6, aim, { scenario: 'crud', virtualUsers, seconds }) });
  }
  log('approval');
  const { metrics } = await runRound(k6, aim, { scenario: 'approval', virtualUsers, seconds });
  const underLoad = memory.peak();
  const of = (figure: (round: (typeof rounds)[number]) => number) => median(rounds.map(figure));
  const flat = quick
    ? []
    : await measureFlatness(
        k6,
        aim,
        processId,
        of(({ crud }) => crud.requestsPerSecond),
        log,
      );
  const ratio = of(({ hello, crud }) => hello.requestsPerSecond / crud.requestsPerSecond);
  const approvals = statistic(metrics, 'approvals', 'count') / seconds;
  return [
    { name: 'resident memory after boot', value: idle, unit: 'MiB', atMost: 250 },
    { name: 'resident memory under load, peak', value: underLoad, unit: 'MiB', atMost: 450 },
    ...flat,
    { name: 'bare Fastify', value: of(({ hello }) => hello.requestsPerSecond), unit: 'requests/s' },
    { name: 'CRUD', value: of(({ crud }) => crud.requestsPerSecond), unit: 'requests/s' },
    { name: 'bare Fastify to CRUD', value: ratio, unit: ': 1', atMost: 16 },
    { name: 'CRUD, median', value: of(({ crud }) => crud.median), unit: 'ms' },
    { name: 'CRUD, p95', value: of(({ crud }) => crud.p95), unit: 'ms' },
    { name: 'CRUD, failed', value: of(({ crud }) => crud.failedShare) * 100, unit: '%', atMost: 0 },
    { name: 'approvals', value: approvals, unit: '/s' },
    ...(['med', 'p(95)'] as const).map((name) => ({
      name: `approval, submit to final, ${name === 'med' ? 'median' : 'p95'}`,
      value: statistic(metrics, 'approval_latency', name),
      unit: 'ms',
    })),
  ];
}

/** Resident memory after 100 000 requests against the same after 20 000: flat is what does not keep growing. */
async function measureFlatness(
  k6: K6,
  aim: Aim,
  processId: number | undefined,
  requestsPerSecond: number,
  log: Log,
): Promise<Figure[]> {
  log('100 000 requests');
  let sent = 0;
  const atSize = async (size: number) => {
    while (sent < size) {
      const seconds = Math.min(60, Math.max(5, Math.ceil((size - sent) / requestsPerSecond)));
      sent += (await runRound(k6, aim, { scenario: 'crud', virtualUsers, seconds })).requests;
    }
    return residentMiB(processId);
  };
  const early = await atSize(20_000);
  const late = await atSize(100_000);
  return [
    { name: 'resident memory after 20 000 further requests', value: early, unit: 'MiB' },
    { name: 'resident memory after 100 000 further requests', value: late, unit: 'MiB', atMost: 450 },
  ];
}

async function yardstickRound(k6: K6, { teams }: Aim, seconds: number): Promise<Round> {
  await using yardstick = await startYardstick();
  return await runRound(
    k6,
    { apiUrl: yardstick.apiUrl, teams },
    { scenario: 'hello', virtualUsers, seconds },
  );
}
