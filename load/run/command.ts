import { join, relative } from 'node:path';
import { elapsedLog, type Log } from '../log.ts';
import { terminalSummary } from '../report/terminal.ts';
import { chosenWorkload } from '../workloads/chosen.ts';
import { populationOf, secondsOf } from '../workloads/workload.ts';
import { breakpoint, commandOf, parseRunArguments, type RunArguments, usage } from './arguments.ts';
import { k6Exit } from './execute.ts';
import { createProgress } from './progress.ts';
import { openSession } from './session.ts';

/**
 * `npm run load`: everything between the command line and the exit status. What is not needed before the target starts
 * is loaded while it does: an import takes longer than most of what comes before the first request.
 *
 * @returns the status; undefined when it was interrupted before anything was measured
 * @throws LoadError saying in a sentence why the run could not be made
 */
export async function loadCommand(signal: AbortSignal): Promise<number | undefined> {
  const args = parseRunArguments(process.argv.slice(2));
  if (args === 'help') {
    console.log(usage);
    return 0;
  }
  const log = elapsedLog(console.log, 0);
  const isSearch = args.workload === breakpoint && args.workloadFile === undefined;
  return isSearch ? search(args, log, signal) : drive(args, log, signal);
}

/** Looks for the breakpoint: status 0 when there is one, 99 when not even the least load held. */
async function search(args: RunArguments, log: Log, signal: AbortSignal): Promise<number | undefined> {
  const opening = openSession(args, log, signal);
  const [{ searchBreakpoint }, { breakpointSummary }] = await meanwhile(opening, () =>
    Promise.all([import('../breakpoint/run.ts'), import('../breakpoint/report.ts')]),
  );
  await using session = await opening;
  if (!session) return undefined;
  const report = await searchBreakpoint(session, args, log);
  if (!report) return undefined;
  console.log(breakpointSummary(report));
  return report.share > 0 ? 0 : k6Exit.thresholdsCrossed;
}

/** What `load` gives, loaded while a session opens; whether that fails is noticed where it is awaited. */
function meanwhile<T>(opening: Promise<unknown>, load: () => Promise<T>): Promise<T> {
  opening.catch(() => {});
  return load();
}

/** Drives a workload: status 0 when every threshold held, 99 when one did not. */
async function drive(args: RunArguments, log: Log, signal: AbortSignal): Promise<number | undefined> {
  const { scenarios, workloadFile } = args;
  const workload = await chosenWorkload(args);
  const workloadName = workloadFile ?? args.workload;
  const opening = openSession(args, log, signal, args.dataset ? undefined : populationOf(workload));
  const [{ measure, resultsFolder, writeResults }, { checkFeasible }] = await meanwhile(opening, () =>
    Promise.all([import('./measure.ts'), import('../feasibility/feasible.ts')]),
  );
  await using session = await opening;
  if (!session) return undefined;
  checkFeasible(session, { ...args, workload });
  const startedAt = new Date().toISOString();
  const folder = await resultsFolder(args.resultsFolder, startedAt);
  const turns = workload.order === 'in turn' ? scenarios.length : 1;
  const progress = createProgress(process.stdout, turns * secondsOf(workload));
  log(`${scenarios.join(' and ')}, ${workloadName} workload, against ${session.target.apiUrl}`);
  if (signal.aborted) return undefined;
  const command = commandOf(args);
  const of = { ...args, workload, workloadName, folder, startedAt, command, onPoint: progress.point };
  const record = await measure(session, of);
  progress.end();
  await writeResults(folder, record);
  log(`report: ${relative(process.cwd(), join(folder, 'report.html'))}`);
  console.log(terminalSummary(record));
  return record.passed ? 0 : k6Exit.thresholdsCrossed;
}
