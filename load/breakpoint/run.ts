import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import {
  capOf,
  checkFeasible,
  type IntendedLoad,
  type SearchCap,
  tokensOutlive,
} from '../feasibility/feasible.ts';
import { type ScenarioName, scenarios } from '../k6/scenarios/catalogue.ts';
import type { Log } from '../log.ts';
import { populationSize } from '../population/population.ts';
import { preparePopulation } from '../population/prepare.ts';
import { commandOf, type RunArguments } from '../run/arguments.ts';
import { measure, resultsFolder, writeResults } from '../run/measure.ts';
import { createProgress } from '../run/progress.ts';
import type { RunRecord } from '../run/record.ts';
import type { Session } from '../run/session.ts';
import { targets } from '../shared/targets.ts';
import { secondsOf, type Workload } from '../workloads/workload.ts';
import { type Culprit, culpritOf, type TargetSigns } from './culprit.ts';
import { type Found, findBreakpoint, type Probe, type SearchLimits } from './search.ts';
import { meteredSigns, signsOf } from './signs.ts';

/** One try and what it measured. */
interface Try extends Probe {
  readonly record: RunRecord;
  readonly from: Date;
  readonly to: Date;
}

/** What a search found, as breakpoint.json keeps it. */
export interface BreakpointReport {
  readonly version: 1;
  readonly startedAt: string;
  /** Whether the search was ended before its time: what is found then is a lower bound. */
  readonly interrupted: boolean;
  /** The highest share of the ordinary load that held, twice unless interrupted; zero when none did. */
  readonly share: number;
  /** That share in iterations a second. */
  readonly iterationsPerSecond: Readonly<Partial<Record<ScenarioName, number>>>;
  /** What the target did at that share. */
  readonly requestsPerSecond: number;
  /** The lowest share that did not hold, and what gave in there. */
  readonly limit?: { readonly share: number; readonly culprit: Culprit };
  /** What the account's quotas allow a deployed stage to be asked; absent where they allow all that is searched. */
  readonly cap?: SearchCap;
  readonly tries: readonly TryFigures[];
  readonly command: string;
}

/** A try in a line. */
export interface TryFigures {
  readonly share: number;
  readonly held: boolean;
  /** Where there was none, nothing was sampled. */
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly p95: number;
  readonly failedShare: number;
  readonly droppedIterations: number;
  readonly throttled: number;
  /** k6's share of the machine in its busiest seconds. */
  readonly generatorShare?: number;
  /** Which thresholds were crossed. */
  readonly crossed: readonly string[];
}

const widest: SearchLimits = { start: 0.5, factor: 2, tolerance: 0.05, highest: 256, lowest: 1 / 64 };

/** A rise, the rate held, and time for what is under way to end before the next try. */
function workloadAt(share: number, seconds: number): Workload {
  return {
    description: `${share} of the ordinary load`,
    order: 'side by side',
    stages: [
      { phase: 'ramp', seconds: 2, share },
      { phase: 'steady', seconds, share },
      { phase: 'recovery', seconds: 2, share: 0 },
    ],
  };
}

class Interrupted extends Error {}

/** A load that is tried. */
function loadAt(args: RunArguments, share: number): IntendedLoad {
  return { ...args, workload: workloadAt(share, args.trySeconds) };
}

/** The limits of a search within what the account's quotas allow. */
function within(limits: SearchLimits, cap: SearchCap | undefined): SearchLimits {
  if (!cap) return limits;
  const highest = Math.min(limits.highest, cap.share);
  return { ...limits, highest, start: Math.min(limits.start, highest) };
}

/**
 * Searches for the highest share of the scenarios' ordinary load at which every threshold holds, and for the part
 * that gives in above it. Leaves breakpoint.json, and the report of the try that held highest. On a deployed stage it
 * ends where the account's quotas do. A search may outlive its tokens: before they run out everybody signs in anew.
 *
 * @throws LoadError `tokens` when they do not live as long as one try, `quota` when the least try is beyond a quota
 * @returns undefined when it was interrupted before the first try had ended
 */
export async function searchBreakpoint(
  session: Session,
  args: RunArguments,
  log: Log,
  limits: SearchLimits = widest,
): Promise<BreakpointReport | undefined> {
  checkFeasible(session, loadAt(args, limits.lowest));
  const cap = capOf(session, loadAt(args, 1));
  const allowed = within(limits, cap);
  const isCapped = cap !== undefined && cap.share < limits.highest;
  if (isCapped) log(`the search ends at ${sayShare(args, cap.share)}: ${cap.reason}`);
  const startedAt = new Date().toISOString();
  const folder = await resultsFolder(args.resultsFolder, startedAt);
  const tries: Try[] = [];
  let current = forTries(session);
  const probe = async (share: number): Promise<Try> => {
    if (!tokensOutlive(current.teams, loadAt(args, share))) {
      current = { ...current, teams: await preparePopulation(session.target, populationSize) };
    }
    const made = await tryShare(current, args, share, join(folder, `try-${tries.length + 1}`));
    if (made.record.interrupted) throw new Interrupted();
    tries.push(made);
    log(`${sayShare(args, share)}: ${made.held ? 'held' : 'did not hold'}`);
    return made;
  };
  const found = await findBreakpoint(probe, allowed).catch((error: unknown) => {
    if (error instanceof Interrupted || session.signal.aborted) return soFar(tries);
    throw error;
  });
  if (tries.length === 0) return undefined;
  const report = {
    ...(await reportOf(session, args, startedAt, found)),
    ...(isCapped ? { cap } : {}),
  };
  await writeFile(join(folder, 'breakpoint.json'), `${JSON.stringify(report, null, 2)}\n`);
  const best = found.confirmedBy.at(-1) ?? tries.at(-1);
  if (best) await writeResults(folder, best.record);
  log(`report: ${relative(process.cwd(), join(folder, 'report.html'))}`);
  return report;
}

/** Usage that is not exact takes minutes to be known, of each try: it is not read. */
function forTries(session: Session): Session {
  const { usage, ...others } = session;
  return usage?.exact ? session : others;
}

async function tryShare(session: Session, args: RunArguments, share: number, folder: string): Promise<Try> {
  await mkdir(folder, { recursive: true });
  const workload = workloadAt(share, args.trySeconds);
  const progress = createProgress(process.stdout, secondsOf(workload), sayShare(args, share));
  const from = new Date();
  const record = await measure(session, {
    ...args,
    workload,
    workloadName: 'breakpoint',
    folder,
    startedAt: from.toISOString(),
    command: commandOf(args),
    onPoint: progress.point,
  });
  progress.end();
  return { share, held: record.passed, record, from, to: new Date() };
}

/** What tries say that a search did not come to an end with. */
function soFar(tries: readonly Try[]): Found<Try> {
  const held = tries.filter((one) => one.held).sort((a, b) => a.share - b.share);
  const failed = tries.filter((one) => !one.held).sort((a, b) => a.share - b.share);
  const best = held.at(-1);
  return {
    share: best?.share ?? 0,
    confirmedBy: best ? [best] : [],
    limit: failed[0],
    probes: tries,
  };
}

async function reportOf(
  session: Session,
  args: RunArguments,
  startedAt: string,
  found: Found<Try>,
): Promise<BreakpointReport> {
  const { share, limit, confirmedBy } = found;
  const best = confirmedBy.at(-1);
  const culprit = limit && culpritOf(limit.record, best?.record, await signsAt(session, limit));
  return {
    version: 1,
    startedAt,
    interrupted: session.signal.aborted,
    share,
    iterationsPerSecond: ratesAt(args, share),
    requestsPerSecond: best ? steadyRate(best.record) : 0,
    ...(limit && culprit ? { limit: { share: limit.share, culprit } } : {}),
    tries: found.probes.map(figuresOf),
    command: commandOf(args),
  };
}

/** What the target says of a try: CloudWatch in whole minutes, and a meter, where there is one, of the try alone. */
async function signsAt({ target }: Session, { record, from, to }: Try): Promise<TargetSigns> {
  const signs = await signsOf(target, from, to);
  return record.usage ? { ...signs, ...meteredSigns(record.usage.whole) } : signs;
}

/** Iterations a second of each scenario at a share, as the target's profile has it. */
function ratesAt(args: RunArguments, share: number): Partial<Record<ScenarioName, number>> {
  const { rateShare } = targets[args.thresholds];
  return Object.fromEntries(args.scenarios.map((name) => [name, scenarios[name].rate * share * rateShare]));
}

function sayShare(args: RunArguments, share: number): string {
  const rates = Object.entries(ratesAt(args, share));
  return rates.map(([name, rate]) => `${Number(rate.toFixed(rate < 10 ? 2 : 1))} ${name}/s`).join(', ');
}

function steadyRate(record: RunRecord): number {
  const steady = record.phases.find(({ phase }) => phase === 'steady');
  return steady?.requestsPerSecond ?? record.totals.requestsPerSecond;
}

function figuresOf({ share, held, record }: Try): TryFigures {
  const { peakCpuShare } = record.generator;
  return {
    share,
    held,
    requests: record.totals.requests,
    requestsPerSecond: steadyRate(record),
    p95: record.totals.latency.p95,
    failedShare: record.totals.failedShare,
    droppedIterations: record.totals.droppedIterations,
    throttled: record.counters.find(({ name }) => name === 'throttles')?.count ?? 0,
    ...(peakCpuShare === undefined ? {} : { generatorShare: peakCpuShare }),
    crossed: record.thresholds
      .filter((threshold) => !threshold.held)
      .map(({ metric, expression }) => `${metric} ${expression}`),
  };
}
