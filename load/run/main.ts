import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { LoadPlan } from '../plan.ts';
import { csv } from '../report/csv.ts';
import { htmlReport } from '../report/html.ts';
import { junitReport } from '../report/junit.ts';
import { markdownSummary } from '../report/markdown.ts';
import { openMetrics } from '../report/open-metrics.ts';
import { terminalSummary } from '../report/terminal.ts';
import { targets } from '../targets/catalogue.ts';
import { secondsOf, workloads } from '../workloads/catalogue.ts';
import { parseRunArguments, type RunArguments, usage } from './arguments.ts';
import { LoadError } from './errors.ts';
import { executeK6, k6Exit } from './execute.ts';
import { findK6, k6Search } from './k6-binary.ts';
import { k6Options } from './options.ts';
import { preparePopulation } from './population.ts';
import { createProgress } from './progress.ts';
import { type K6Summary, type RunRecord, thisMachine, toRunRecord, versionsOf } from './record.ts';
import { deployedTarget, embeddedTarget } from './target.ts';

/** The status that shells give a command which ended by Ctrl-C. */
const interruptedStatus = 130;

async function main(): Promise<number> {
  const args = parseRunArguments(process.argv.slice(2));
  if (args === 'help') {
    console.log(usage);
    return 0;
  }
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interruption.abort());
  const started = performance.now();
  const log = (message: string) => {
    console.log(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${message}`);
  };
  const record = await run(args, log, interruption.signal).catch((error: unknown) => {
    // What Ctrl-C broke off is no fault to report.
    if (interruption.signal.aborted) return undefined;
    throw error;
  });
  if (!record) {
    console.error('Interrupted before anything was measured.');
    return interruptedStatus;
  }
  console.log(terminalSummary(record));
  if (record.interrupted) return interruptedStatus;
  return record.passed ? 0 : k6Exit.thresholdsCrossed;
}

/** Everything between the command line and the exit status; undefined when it was interrupted before k6 began. */
async function run(
  args: RunArguments,
  log: (message: string) => void,
  signal: AbortSignal,
): Promise<RunRecord | undefined> {
  const k6 = await findK6(k6Search(log));
  log(`k6 ${k6.version} (${k6.from})`);
  if (signal.aborted) return undefined;
  await using target = await (args.target === 'embedded'
    ? embeddedTarget(log, signal)
    : deployedTarget(args.target, args.outputs, process.env));
  if (signal.aborted) return undefined;
  const teams = await preparePopulation(target, { teams: 4, employeesPerTeam: 5 });
  log(`${teams.length} managers and ${teams.length * 5} employees signed in`);

  const startedAt = new Date().toISOString();
  const folder = resolve(args.resultsFolder, startedAt.replaceAll(':', '-').replace(/\.\d+Z$/, 'Z'));
  await mkdir(folder, { recursive: true });
  const workload = workloads[args.workload];
  const profile = targets[args.thresholds];
  const options = k6Options(args.scenarios, workload, profile);
  const plan: LoadPlan = { apiUrl: target.apiUrl, teams, options };
  const turns = workload.order === 'in turn' ? args.scenarios.length : 1;
  const progress = createProgress(process.stdout, turns * secondsOf(workload));
  log(`${args.scenarios.join(' and ')}, ${args.workload} workload, against ${target.apiUrl}`);
  if (signal.aborted) return undefined;
  const outcome = await executeK6(k6, plan, folder, { onPoint: progress.point, signal, watch: args.watch });
  progress.end();

  const summary = JSON.parse(await readFile(outcome.summaryFile, 'utf8')) as K6Summary;
  const record = toRunRecord(summary, {
    startedAt,
    scenarios: args.scenarios,
    workload: args.workload,
    target: {
      name: target.name,
      apiUrl: target.apiUrl,
      thresholds: args.thresholds,
      rateShare: profile.rateShare,
    },
    interrupted: signal.aborted || outcome.exitCode === k6Exit.interrupted,
    timeline: outcome.timeline,
    machine: thisMachine(),
    versions: await versionsOf(k6),
    command: `npm run load -- --scenario ${args.scenarios.join(',')} --workload ${args.workload} --target ${args.target} --thresholds ${args.thresholds}`,
  });
  await writeResults(folder, record);
  log(`report: ${relative(process.cwd(), join(folder, 'report.html'))}`);
  return record;
}

async function writeResults(folder: string, record: RunRecord): Promise<void> {
  await Promise.all([
    writeFile(join(folder, 'summary.json'), `${JSON.stringify(record, null, 2)}\n`),
    writeFile(join(folder, 'report.html'), htmlReport(record)),
    writeFile(join(folder, 'junit.xml'), junitReport(record)),
    writeFile(join(folder, 'summary.md'), markdownSummary(record)),
    writeFile(join(folder, 'figures.csv'), csv(record)),
    writeFile(join(folder, 'metrics.txt'), openMetrics(record)),
  ]);
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof LoadError ? error.message : error);
  process.exitCode = 1;
}
