import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { measureUsage, type RunUsage, turnsOf, type UsageMeasurement } from '../cost/measure.ts';
import { costedRun, regionWarning } from '../cost/run-cost.ts';
import type { LoadPlan } from '../shared/plan.ts';
import { targets } from '../shared/targets.ts';
import type { Workload } from '../workloads/workload.ts';
import type { RunArguments } from './arguments.ts';
import { arrivalPlans } from './arrivals.ts';
import { executeK6, k6Exit, readSummary } from './execute.ts';
import { k6Options, phaseEnds, systemTags } from './options.ts';
import { type RunRecord, thisMachine, toRunRecord, versionsOf } from './record.ts';
import type { Session } from './session.ts';
import { sideOf } from './target.ts';
import type { TimelinePoint } from './timeline.ts';

/** What is to be measured. */
export interface Measurement
  extends Pick<RunArguments, 'scenarios' | 'thresholds'>,
    Partial<Pick<RunArguments, 'dataset' | 'watch' | 'monthlyRequests'>> {
  readonly workload: Workload;
  /** How the workload is called in reports. */
  readonly workloadName: string;
  /** Where k6's own figures are written; it exists. */
  readonly folder: string;
  readonly startedAt: string;
  /** The command that measures the same again. */
  readonly command: string;
  readonly onPoint?: (point: TimelinePoint) => void;
  /** The k6 script; default: load/k6/main.ts. */
  readonly script?: string;
}

/** What k6 is to do with the session's target. */
export function planOf(
  { target, teams }: Pick<Session, 'target' | 'teams'>,
  { scenarios, workload, thresholds }: Pick<Measurement, 'scenarios' | 'workload' | 'thresholds'>,
): LoadPlan {
  return {
    ...sideOf(target, teams),
    phases: phaseEnds(scenarios, workload),
    options: k6Options(scenarios, workload, thresholds),
  };
}

/** Lets k6 drive the session's target once, and makes the record of what came of it. */
export async function measure(session: Session, measurement: Measurement): Promise<RunRecord> {
  const { target, signal } = session;
  const { scenarios, workload, folder, onPoint } = measurement;
  const profile = targets[measurement.thresholds];
  const planned = planOf(session, measurement);
  const plan = { ...planned, options: { ...planned.options, systemTags } };
  const metering = await measureUsage(session.usage, turnsOf(plan.options.scenarios));
  const outcome = await executeK6(session.k6, plan, folder, {
    onPoint(point) {
      metering.at(point.seconds);
      onPoint?.(point);
    },
    watch: measurement.watch ?? false,
    script: measurement.script,
    signal,
  });
  const summary = await readSummary(outcome);
  const { used, problem } = await usageOf(metering, session);
  const approvals = summary.metrics.approvals?.values.count ?? 0;
  return toRunRecord(summary, {
    startedAt: measurement.startedAt,
    commandStartedAt: session.commandStartedAt,
    scenarios,
    workload: measurement.workloadName,
    ...(measurement.dataset ? { dataset: measurement.dataset } : {}),
    plans: arrivalPlans(plan.options.scenarios, workload),
    target: {
      name: target.name,
      apiUrl: target.apiUrl,
      thresholds: measurement.thresholds,
      rateShare: profile.rateShare,
    },
    interrupted: signal.aborted || outcome.exitCode === k6Exit.interrupted,
    timeline: outcome.timeline,
    generator: outcome.generator,
    errors: outcome.errors,
    thrown: outcome.thrown,
    warnings: [
      ...session.warnings,
      ...[problem, used && regionWarning(used.whole.region)].filter((each) => each !== undefined),
    ],
    ...(used
      ? costedRun(used, { approvals, monthlyRequests: measurement.monthlyRequests ?? 1_000_000 })
      : {}),
    machine: thisMachine(),
    versions: await versionsOf(session.k6),
    command: measurement.command,
  });
}

/** What was used; where it cannot be read, that is no reason to lose what was measured. */
async function usageOf(
  metering: UsageMeasurement,
  { signal, usage }: Session,
): Promise<{ readonly used?: RunUsage | undefined; readonly problem?: string }> {
  // Nobody who has pressed Ctrl-C wants to wait for CloudWatch.
  if (signal.aborted && !usage?.exact) return {};
  try {
    return { used: await metering.end() };
  } catch (error) {
    return { problem: `What the target used could not be read: ${(error as Error).message}` };
  }
}

/** A folder for the results of a run that starts now, e.g. `load/results/2026-11-25T22-14-08Z`. */
export async function resultsFolder(parent: string, startedAt: string): Promise<string> {
  const folder = resolve(parent, startedAt.replaceAll(':', '-').replace(/\.\d+Z$/, 'Z'));
  await mkdir(folder, { recursive: true });
  return folder;
}

/** Writes a run's record in each form that somebody reads it in. */
export async function writeResults(folder: string, record: RunRecord): Promise<void> {
  // The charts' library alone takes longer to load than the rest of the harness: not before there is a report to write.
  const [{ csv }, { htmlReport }, { junitReport }, { markdownSummary }, { openMetrics }] = await Promise.all([
    import('../report/csv.ts'),
    import('../report/html.ts'),
    import('../report/junit.ts'),
    import('../report/markdown.ts'),
    import('../report/open-metrics.ts'),
  ]);
  await Promise.all([
    writeFile(join(folder, 'summary.json'), `${JSON.stringify(record, null, 2)}\n`),
    writeFile(join(folder, 'report.html'), htmlReport(record)),
    writeFile(join(folder, 'junit.xml'), junitReport(record)),
    writeFile(join(folder, 'summary.md'), markdownSummary(record)),
    writeFile(join(folder, 'figures.csv'), csv(record)),
    writeFile(join(folder, 'metrics.txt'), openMetrics(record)),
  ]);
}
