import { join, relative } from 'node:path';
import { checkFeasible } from '../quotas/feasible.ts';
import { terminalSummary } from '../report/terminal.ts';
import { workloads } from '../workloads/catalogue.ts';
import { workloadFromFile } from '../workloads/from-file.ts';
import { secondsOf } from '../workloads/workload.ts';
import { commandOf, parseRunArguments, type RunArguments, usage } from './arguments.ts';
import { LoadError } from './errors.ts';
import { k6Exit } from './execute.ts';
import { measure, resultsFolder, writeResults } from './measure.ts';
import { createProgress } from './progress.ts';
import type { RunRecord } from './record.ts';
import { openSession } from './session.ts';

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
  const log = (message: string) => {
    console.log(`${(performance.now() / 1000).toFixed(1).padStart(6)} s  ${message}`);
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
  const { scenarios, workloadFile } = args;
  const workload =
    workloadFile === undefined ? workloads[args.workload] : await workloadFromFile(workloadFile);
  const workloadName = workloadFile ?? args.workload;
  await using session = await openSession(args, log, signal);
  if (!session) return undefined;
  checkFeasible(session, { scenarios, workload, thresholds: args.thresholds, quotas: args.quotas });
  const startedAt = new Date().toISOString();
  const folder = await resultsFolder(args.resultsFolder, startedAt);
  const turns = workload.order === 'in turn' ? scenarios.length : 1;
  const progress = createProgress(process.stdout, turns * secondsOf(workload));
  log(`${scenarios.join(' and ')}, ${workloadName} workload, against ${session.target.apiUrl}`);
  if (signal.aborted) return undefined;
  const record = await measure(session, {
    scenarios,
    workload,
    workloadName,
    dataset: args.dataset,
    thresholds: args.thresholds,
    folder,
    startedAt,
    command: commandOf(args),
    onPoint: progress.point,
    watch: args.watch,
    monthlyRequests: args.monthlyRequests,
  });
  progress.end();
  await writeResults(folder, record);
  log(`report: ${relative(process.cwd(), join(folder, 'report.html'))}`);
  return record;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof LoadError ? error.message : error);
  process.exitCode = 1;
}
