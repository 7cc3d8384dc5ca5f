import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { LoadError } from '../errors.ts';
import { populationSize } from '../population/population.ts';
import { preparePopulation } from '../population/prepare.ts';
import { table } from '../report/terminal.ts';
import { callApi } from '../run/http.ts';
import { findK6, type K6, k6Search } from '../run/k6-binary.ts';
import { thisMachine, versionsOf } from '../run/record.ts';
import { embeddedTarget, type LoadTarget } from '../run/target.ts';
import type { Team } from '../shared/plan.ts';
import { measureApprovalBurst } from './approval-burst.ts';
import { type BackendName, backendNames } from './backends.ts';
import { measureBoot } from './boot.ts';
import { measureColdStart } from './cold-start/measure.ts';
import { type BackendRound, compareBackends, comparisonRows } from './compare-backends.ts';
import { runRound } from './k6-round.ts';
import { fillTable, listP95 } from './large-table.ts';
import { residentMiB, watchMemory } from './memory.ts';
import { measureMeter } from './meter.ts';
import { measureOverhead } from './overhead.ts';
import { type BenchResults, type Figure, median, rowsOf } from './results.ts';
import { startYardstick } from './yardstick-process.ts';

const root = join(import.meta.dirname, '..', '..');
const virtualUsers = 10;
/** Of a k6 round, unless told. */
const roundSeconds = 15;

/** Fresh processes of each side. */
const COLD_STARTS = 31;

const usage = `Usage: npm run bench -- [--quick] [--seconds N]

  --seconds N   how long each k6 round lasts (default ${roundSeconds})
  --backends A,B  instead: the same workload on each of embedded, localstack, ministack in turn, three rounds
  --meter       instead: what the meter of the local AWS costs, with it and without it in turn
  --cold-start  instead: how long the http function takes to start, beside a bare handler, in fresh processes in turn
  --overhead    instead: what our k6 scripts cost, against a minimal one in turn
  --quick       leaves out what takes minutes: 100 000 requests, a table of 1 000 000 expenses`;

interface Options {
  readonly quick: boolean;
  readonly seconds: number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      backends: { type: 'string' },
      meter: { type: 'boolean', default: false },
      overhead: { type: 'boolean', default: false },
      'cold-start': { type: 'boolean', default: false },
      seconds: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(usage);
  const options = { quick: values.quick, seconds: Number(values.seconds ?? roundSeconds) };
  const log = (message: string) => console.error(message);
  if (values['cold-start']) {
    await using target = await embeddedTarget(() => {});
    const figures = await measureColdStart(target, options.quick ? 5 : COLD_STARTS, log);
    return report(undefined, figures, 'cold-start.json');
  }
  const k6 = await findK6(k6Search(log));
  if (values.backends !== undefined) {
    return reportComparison(k6, await compareBackends(k6, backendsOf(values.backends), options.seconds, log));
  }
  if (values.meter) {
    await using target = await embeddedTarget(() => {});
    return report(k6, await measureMeter(k6, target, log), 'meter.json');
  }
  if (values.overhead) {
    return report(k6, await measureOverhead(k6, options.seconds, log), 'overhead.json');
  }
  const figures: Figure[] = [];
  figures.push(...(await measureBoot(log)));
  {
    await using target = await embeddedTarget(() => {});
    figures.push(...(await measureThroughput(k6, target, options, log)));
  }
  {
    await using target = await embeddedTarget(() => {});
    figures.push(...(await measureApprovalBurst(target, log)));
  }
  if (!options.quick) {
    await using target = await embeddedTarget(() => {});
    figures.push(...(await measureLargeTable(target, log)));
  }
  await report(k6, figures);
}

async function measureThroughput(
  k6: K6,
  target: LoadTarget,
  { seconds, quick }: Options,
  log: (message: string) => void,
): Promise<Figure[]> {
  const { processId } = target;
  const idle = await residentMiB(processId);
  const teams = await preparePopulation(target, populationSize);
  const aim = { apiUrl: target.apiUrl, teams };
  log('crud and the yardstick, in turn, three times');
  using memory = watchMemory(processId);
  await runRound(k6, aim, { scenario: 'crud', virtualUsers, seconds: 3 });
  const ratios: number[] = [];
  const crud = [];
  const hello = [];
  for (let round = 0; round < 3; round++) {
    const yard = await yardstickRound(k6, teams, seconds);
    const product = await runRound(k6, aim, { scenario: 'crud', virtualUsers, seconds });
    hello.push(yard.requestsPerSecond);
    crud.push(product);
    ratios.push(yard.requestsPerSecond / product.requestsPerSecond);
  }
  log('approval');
  const approval = await runRound(k6, aim, { scenario: 'approval', virtualUsers, seconds });
  const underLoad = memory.peak();
  const flat = quick ? [] : await measureFlatness(k6, aim, processId, crud[0]?.requestsPerSecond ?? 100, log);
  const latency = approval.metrics.approval_latency?.values ?? {};
  return [
    { name: 'resident memory after boot', value: idle, unit: 'MiB', atMost: 250 },
    { name: 'resident memory under load, peak', value: underLoad, unit: 'MiB', atMost: 450 },
    ...flat,
    { name: 'bare Fastify', value: median(hello), unit: 'requests/s' },
    { name: 'CRUD', value: median(crud.map((round) => round.requestsPerSecond)), unit: 'requests/s' },
    { name: 'bare Fastify to CRUD', value: median(ratios), unit: ': 1', atMost: 16 },
    { name: 'CRUD, median', value: median(crud.map((round) => round.median)), unit: 'ms' },
    { name: 'CRUD, p95', value: median(crud.map((round) => round.p95)), unit: 'ms' },
    {
      name: 'CRUD, failed',
      value: median(crud.map((round) => round.failedShare)) * 100,
      unit: '%',
      atMost: 0,
    },
    { name: 'approvals', value: (approval.metrics.approvals?.values.count ?? 0) / seconds, unit: '/s' },
    { name: 'approval, submit to final, median', value: latency.med ?? 0, unit: 'ms' },
    { name: 'approval, submit to final, p95', value: latency['p(95)'] ?? 0, unit: 'ms' },
  ];
}

/** Resident memory after 100 000 requests against the same after 20 000: flat is what does not keep growing. */
async function measureFlatness(
  k6: K6,
  aim: { readonly apiUrl: string; readonly teams: readonly Team[] },
  processId: number | undefined,
  requestsPerSecond: number,
  log: (message: string) => void,
): Promise<Figure[]> {
  log('100 000 requests');
  let requests = 0;
  const atSize = async (size: number) => {
    while (requests < size) {
      const seconds = Math.max(5, Math.ceil((size - requests) / requestsPerSecond));
      requests += (
        await runRound(k6, aim, { scenario: 'crud', virtualUsers, seconds: Math.min(seconds, 60) })
      ).requests;
    }
    return await residentMiB(processId);
  };
  const early = await atSize(20_000);
  const late = await atSize(100_000);
  return [
    { name: 'resident memory after 20 000 more requests', value: early, unit: 'MiB' },
    { name: 'resident memory after 100 000 more requests', value: late, unit: 'MiB', atMost: 450 },
  ];
}

async function yardstickRound(k6: K6, teams: readonly Team[], seconds: number) {
  await using yardstick = await startYardstick();
  return await runRound(
    k6,
    { apiUrl: yardstick.apiUrl, teams },
    { scenario: 'hello', virtualUsers, seconds },
  );
}

async function measureLargeTable(target: LoadTarget, log: (message: string) => void): Promise<Figure[]> {
  const { tableName } = target;
  if (!tableName) throw new LoadError('target', 'The target does not say its table, which is to be filled.');
  const [team] = await preparePopulation(target, { teams: 1, employeesPerTeam: 1 });
  const employee = team?.employees[0];
  if (!employee) throw new LoadError('population', 'The benchmark has nobody to list for.');
  const expense = {
    merchant: 'Trattoria Al Porto',
    category: 'meals',
    amount: 4_250,
    currency: 'EUR',
    incurredOn: '2026-11-02',
    tags: ['client'],
  };
  let ownerId = '';
  for (let index = 0; index < 50; index++) {
    ({ ownerId } = await callApi<{ ownerId: string }>(target, employee, 'POST', '/expenses', expense));
  }
  const aim = { aws: target.aws, tableName };
  log('a table of 1 000, then of 1 000 000 expenses');
  await fillTable(aim, { userId: ownerId }, { from: 0, to: 1_000, owners: 100 });
  await listP95(target.apiUrl, employee, 300);
  const small = await listP95(target.apiUrl, employee, 2_000);
  const started = performance.now();
  await fillTable(aim, { userId: ownerId }, { from: 1_000, to: 1_000_000, owners: 10_000 });
  const seconds = (performance.now() - started) / 1000;
  await listP95(target.apiUrl, employee, 300);
  const large = await listP95(target.apiUrl, employee, 2_000);
  return [
    { name: 'list p95 with 1 000 expenses', value: small, unit: 'ms' },
    { name: 'list p95 with 1 000 000 expenses', value: large, unit: 'ms' },
    { name: 'list p95, large table to small', value: large / small, unit: ': 1', atMost: 1.2 },
    { name: 'filling the table, 999 000 items', value: seconds, unit: 's' },
    {
      name: 'resident memory with 1 000 000 expenses',
      value: await residentMiB(target.processId),
      unit: 'MiB',
    },
  ];
}

function backendsOf(list: string): BackendName[] {
  return list.split(',').map((name) => {
    const known = backendNames.find((each) => each === name);
    if (known) return known;
    throw new LoadError('usage', `There is no backend ${name}; there are ${backendNames.join(', ')}.`);
  });
}

async function reportComparison(k6: K6, rounds: readonly BackendRound[]): Promise<void> {
  const machine = thisMachine();
  const results = {
    version: 1,
    measuredAt: new Date().toISOString(),
    machine,
    versions: await versionsOf(k6),
    rounds,
  };
  await writeResults('backends.json', results);
  console.log(
    `\n  ${machine.processor}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.system}\n`,
  );
  console.log(table(comparisonRows(rounds)));
}

async function writeResults(name: string, results: object): Promise<void> {
  const file = join(root, 'bench', name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(results, null, 2)}\n`);
}

async function report(k6: K6 | undefined, figures: readonly Figure[], file = 'results.json'): Promise<void> {
  const results: BenchResults = {
    version: 1,
    measuredAt: new Date().toISOString(),
    machine: thisMachine(),
    versions: await versionsOf(k6),
    figures,
  };
  await writeResults(file, results);
  const { machine } = results;
  console.log(
    `\n  ${machine.processor}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.system}\n`,
  );
  console.log(table([['figure', 'measured', 'to reach', ''], ...rowsOf(figures)]));
}

try {
  await main();
} catch (error) {
  console.error(error instanceof LoadError ? error.message : error);
  process.exitCode = 1;
}
