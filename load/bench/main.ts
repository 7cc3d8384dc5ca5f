import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readCommandLine } from '../../preflight/command-line.ts';
import { oneOf, runCommand, wholeNumber } from '../command.ts';
import { findK6, type K6, k6Search } from '../find-k6/find.ts';
import { table } from '../report/terminal.ts';
import { thisMachine, versionsOf } from '../run/record.ts';
import { embeddedTarget } from '../run/target.ts';
import { measureApprovalBurst } from './approval-burst.ts';
import { type BackendName, backends } from './backends.ts';
import { measureBoot } from './boot.ts';
import { measureColdStart } from './cold-start/measure.ts';
import { compareBackends, comparisonRows } from './compare-backends.ts';
import { measureLargeTable } from './large-table.ts';
import { measureMeter } from './meter.ts';
import { measureOverhead } from './overhead.ts';
import type { BenchmarkName, PerformanceRecord } from './performance-record.ts';
import { keep } from './record.ts';
import { type Figure, type Origin, rowsOf } from './results.ts';
import { measureThroughput } from './throughput.ts';

/** Of a k6 round. */
const roundSeconds = 15;

/** Fresh processes of each side. */
const COLD_STARTS = { whole: 31, quick: 5 } as const;

const usage = `Usage: npm run bench -- [--quick] [--seconds N]

  --seconds N     how long each k6 round lasts (default ${roundSeconds})
  --backends A,B  instead: the same workload on each of ${Object.keys(backends).join(', ')} in turn, three rounds
  --meter         instead: what the meter of the local AWS costs, with it and without it in turn
  --cold-start    instead: how long the http function takes to start, beside a bare handler, in fresh processes in turn
  --overhead      instead: what our k6 scripts cost, against a minimal one in turn
  --quick         leaves out what takes minutes: 100 000 requests, a table of 1 000 000 expenses

What was measured is kept in load/bench/record.json, and docs/performance.md is made of that; of a quick one nothing is
but bench/*.json.`;

/** What all benchmarks go by. */
interface Settings {
  readonly quick: boolean;
  readonly seconds: number;
}

const log = (message: string) => console.error(message);

async function main(signal: AbortSignal): Promise<number> {
  // A benchmark is not worth reporting in part.
  signal.addEventListener('abort', () => process.exit(130));
  const options = {
    quick: { type: 'boolean', default: false },
    backends: { type: 'string' },
    meter: { type: 'boolean', default: false },
    overhead: { type: 'boolean', default: false },
    'cold-start': { type: 'boolean', default: false },
    seconds: { type: 'string', default: String(roundSeconds) },
    help: { type: 'boolean', default: false },
  } as const;
  const { values } = readCommandLine({ options }, 'npm run bench -- --help');
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const settings = { quick: values.quick, seconds: wholeNumber('seconds', values.seconds, 1) };
  if (values['cold-start']) {
    await using target = await embeddedTarget(() => {});
    const pairs = settings.quick ? COLD_STARTS.quick : COLD_STARTS.whole;
    await report('--cold-start', settings, await measureColdStart(target, pairs, log));
    return 0;
  }
  const k6 = await findK6(k6Search(log));
  if (values.backends !== undefined) {
    const names = values.backends.split(',').map((name) => oneOf(name, backends, 'backend'));
    await reportBackends(k6, names, settings);
  } else if (values.meter) {
    await using target = await embeddedTarget(() => {});
    await report('--meter', settings, await measureMeter(k6, target, log), k6);
  } else if (values.overhead) {
    await report('--overhead', settings, await measureOverhead(k6, settings.seconds, log), k6);
  } else await report('', settings, await measureAll(k6, settings), k6);
  return 0;
}

async function measureAll(k6: K6, settings: Settings): Promise<Figure[]> {
  const figures = await measureBoot(log);
  {
    await using target = await embeddedTarget(() => {});
    figures.push(...(await measureThroughput(k6, target, settings, log)));
  }
  {
    await using target = await embeddedTarget(() => {});
    figures.push(...(await measureApprovalBurst(target, log)));
  }
  if (settings.quick) return figures;
  await using target = await embeddedTarget(() => {});
  return [...figures, ...(await measureLargeTable(target, log))];
}

async function report(
  name: BenchmarkName,
  settings: Settings,
  figures: readonly Figure[],
  k6?: K6,
): Promise<void> {
  const results = { ...(await originOf(k6)), figures };
  const rows = [['figure', 'measured', 'to reach', ''], ...rowsOf(figures)];
  await write(name || 'results', results, rows, settings, (record) => ({
    ...record,
    benchmarks: { ...record.benchmarks, [name]: results },
  }));
}

async function reportBackends(k6: K6, names: readonly BackendName[], settings: Settings): Promise<void> {
  const rounds = await compareBackends(k6, names, settings.seconds, log);
  const results = { ...(await originOf(k6)), rounds };
  await write('backends', results, comparisonRows(rounds), settings, (record) => ({
    ...record,
    backends: results,
  }));
}

async function originOf(k6: K6 | undefined): Promise<Origin> {
  return {
    measuredAt: new Date().toISOString(),
    machine: thisMachine(),
    versions: await versionsOf(k6),
  };
}

async function write(
  name: string,
  results: Origin,
  rows: readonly (readonly string[])[],
  { quick }: Settings,
  change: (record: PerformanceRecord) => PerformanceRecord,
): Promise<void> {
  const file = join(import.meta.dirname, '..', '..', 'bench', `${name.replace(/^-+/, '')}.json`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify({ version: 1, ...results }, null, 2)}\n`);
  if (!quick) await keep(change);
  const { processor, cores, memoryGiB, system } = results.machine;
  console.log(`\n  ${processor}, ${cores} cores, ${memoryGiB} GiB, ${system}\n`);
  console.log(table(rows));
}

await runCommand(main, 'Interrupted: nothing was written.');
