import { execFile } from 'node:child_process';
import { cpus, release, type as systemType, totalmem } from 'node:os';
import { promisify } from 'node:util';
import type { CostedRun } from '../cost/run-cost.ts';
import type { K6 } from '../find-k6/find.ts';
import { type FailureCount, failureCounters, failureCounts } from '../shared/failures.ts';
import { type ArrivalPlan, phasePlans, plannedArrivals } from './arrivals.ts';
import { expectationOf } from './expectation.ts';
import { type GeneratorFigures, generatorWarnings } from './generator.ts';
import type { K6Message } from './k6-log.ts';
import {
  distributionOf,
  type K6Metrics,
  type K6Summary,
  type Latency,
  latencyOf,
  type Quantile,
  statistic,
} from './k6-summary.ts';
import { type PhaseFigures, phaseFigures } from './phases.ts';
import { exceptions, type ThresholdResult, thresholdResults } from './thresholds.ts';
import type { TimelinePoint } from './timeline.ts';

export type { K6Summary, Latency, Quantile } from './k6-summary.ts';
export type { ThresholdResult } from './thresholds.ts';

/** What one run measured: our own, versioned form of k6's figures, with what is needed to read them again. */
export interface RunRecord extends Partial<CostedRun> {
  readonly version: 1;
  readonly startedAt: string;
  readonly durationSeconds: number;
  readonly scenarios: readonly string[];
  readonly workload: string;
  /** What the table held before; absent: nothing. */
  readonly dataset?: string;
  readonly target: MeasuredTarget;
  /** What the workload asked of each scenario, and how much of it began. */
  readonly arrivals: readonly ScenarioArrivals[];
  /** Whether the run was ended before its time. */
  readonly interrupted: boolean;
  readonly passed: boolean;
  readonly totals: {
    readonly requests: number;
    readonly requestsPerSecond: number;
    readonly failedShare: number;
    readonly iterations: number;
    readonly droppedIterations: number;
    /** Iterations that ended because the script threw. */
    readonly thrownIterations: number;
    /** Absent where nothing was checked. */
    readonly checksPassedShare?: number;
    readonly latency: Latency;
    /** How long the requests took, in milliseconds, by the share of them that was as fast: ascending. */
    readonly distribution: readonly Quantile[];
  };
  readonly routes: readonly RouteFigures[];
  /** What each phase of the workload measured, in their order. */
  readonly phases: readonly PhaseFigures[];
  /** The scenarios' own figures, e.g. `approval_latency`. */
  readonly figures: readonly (Latency & { readonly name: string })[];
  readonly counters: readonly { readonly name: string; readonly count: number; readonly perSecond: number }[];
  /** Answers that were not what their request expects, by kind. */
  readonly failures: readonly FailureCount[];
  /** The first errors in k6's log. */
  readonly errors: readonly K6Message[];
  readonly thresholds: readonly ThresholdResult[];
  readonly timeline: readonly TimelinePoint[];
  /** From the start of the command until the first request of the load; absent when none was sent. */
  readonly secondsToFirstRequest?: number;
  readonly generator: GeneratorFigures;
  /** Reasons not to take the figures for the target's alone, a sentence each. */
  readonly warnings: readonly string[];
  readonly machine: Machine;
  readonly versions: Readonly<Record<string, string>>;
  /** The command that runs the same again. */
  readonly command: string;
}

/** What was measured, and what it was held to. */
export interface MeasuredTarget {
  readonly name: string;
  readonly apiUrl: string;
  /** The name of the profile whose limits the thresholds are. */
  readonly thresholds: string;
  /** The share of the workload's rate that it was asked. */
  readonly rateShare: number;
}

/** One scenario's arrivals: how many iterations were to begin, and how many did. */
export interface ScenarioArrivals extends ArrivalPlan {
  readonly planned: number;
  readonly begun: number;
}

/** One route's share of a run. */
export interface RouteFigures extends Latency {
  readonly route: string;
  readonly requestsPerSecond: number;
  readonly failedShare: number;
  /** Answers of 429 (too many requests). */
  readonly throttled: number;
  /** How often a request was sent again after 429 or 503. */
  readonly retried: number;
}

/** The machine that the generator (and a local target) ran on. */
export interface Machine {
  readonly system: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
}

type Facts = Pick<
  RunRecord,
  | 'startedAt'
  | 'scenarios'
  | 'workload'
  | 'dataset'
  | 'target'
  | 'interrupted'
  | 'timeline'
  | 'generator'
  | 'errors'
  | 'machine'
  | 'versions'
  | 'command'
  | 'usage'
  | 'aws'
  | 'cost'
> & {
  /** When the command began: milliseconds since the epoch. */
  readonly commandStartedAt: number;
  /** When each scenario's iterations were to begin. */
  readonly plans: readonly ArrivalPlan[];
  /** How many iterations the script ended by throwing, as k6's log has it. */
  readonly thrown: number;
  /** What there is to warn of besides the generator. */
  readonly warnings?: readonly string[];
};

/** Makes a run's record of k6's figures and the run's own facts. */
export function toRunRecord(summary: K6Summary, all: Facts): RunRecord {
  const { commandStartedAt, plans, thrown, warnings = [], ...facts } = all;
  const { metrics } = summary;
  const seconds = summary.state.testRunDurationMs / 1000;
  const value = (metric: string, name: string) => statistic(metrics, metric, name);
  const expected = facts.interrupted
    ? undefined
    : expectationOf(plans, { isFilled: facts.dataset !== undefined });
  const thresholds = thresholdResults(metrics, { expected, thrown });
  const firstRequestAt = metrics.first_request_at?.values.min;
  return {
    version: 1,
    ...facts,
    durationSeconds: seconds,
    arrivals: plans.map((plan) => ({
      ...plan,
      planned: plannedArrivals(plan),
      begun: value(`iterations_begun{scenario:${plan.scenario}}`, 'count'),
    })),
    passed: thresholds.every(({ held }) => held),
    totals: {
      requests: value('http_reqs', 'count'),
      requestsPerSecond: value('http_reqs', 'rate'),
      failedShare: value('http_req_failed', 'rate'),
      iterations: value('iterations', 'count'),
      droppedIterations: value('dropped_iterations', 'count'),
      thrownIterations: Math.max(thrown, value(exceptions, 'count')),
      ...checksOf(metrics),
      latency: latencyOf(metrics.http_req_duration),
      distribution: distributionOf(metrics.http_req_duration),
    },
    routes: routeFigures(metrics, seconds),
    phases: phaseFigures(metrics, phasePlans(plans, facts.interrupted ? seconds : undefined)),
    // A script that throws at once was about to send one.
    ...(firstRequestAt === undefined || value('http_reqs', 'count') === 0
      ? {}
      : { secondsToFirstRequest: (firstRequestAt - commandStartedAt) / 1000 }),
    warnings: [...warnings, ...generatorWarnings(facts.generator, value('dropped_iterations', 'count'))],
    figures: Object.entries(metrics)
      .filter(
        ([name, { type }]) =>
          type === 'trend' && !isTagged(name) && !name.startsWith('http_') && !name.startsWith('iteration'),
      )
      .map(([name, metric]) => ({ name, ...latencyOf(metric) }))
      .filter(({ count }) => count > 0)
      .sort(byName),
    counters: Object.entries(metrics)
      .filter(([name, { type }]) => type === 'counter' && !isTagged(name) && !builtInCounters.has(name))
      .map(([name, { values }]) => ({ name, count: values.count ?? 0, perSecond: values.rate ?? 0 }))
      .sort(byName),
    failures: failureCounts((counter) => value(counter, 'count')),
    thresholds,
  };
}

/** k6 has the metric at zero where a threshold names it and nothing was checked. */
function checksOf(metrics: K6Metrics): { readonly checksPassedShare?: number } {
  if (!metrics.checks) return {};
  const { passes = 0, fails = 0 } = metrics.checks.values;
  return passes + fails === 0 ? {} : { checksPassedShare: passes / (passes + fails) };
}

const builtInCounters = new Set([
  'http_reqs',
  'iterations',
  'dropped_iterations',
  'iterations_begun',
  exceptions,
  'data_received',
  'data_sent',
  ...failureCounters,
]);

/** Whether a metric is the part of another one that carries some tag. */
function isTagged(name: string): boolean {
  return name.endsWith('}');
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name.localeCompare(b.name);
}

function routeFigures(metrics: K6Metrics, seconds: number): RouteFigures[] {
  const figures: RouteFigures[] = [];
  for (const [name, metric] of Object.entries(metrics)) {
    const route = /^http_req_duration\{name:(.+)\}$/.exec(name)?.[1];
    if (!route || route.includes(',phase:')) continue;
    const latency = latencyOf(metric);
    figures.push({
      route,
      requestsPerSecond: latency.count / seconds,
      failedShare: statistic(metrics, `http_req_failed{name:${route}}`, 'rate'),
      throttled: statistic(metrics, `throttles{name:${route}}`, 'count'),
      retried: statistic(metrics, `retries{name:${route}}`, 'count'),
      ...latency,
    });
  }
  return figures.sort((a, b) => a.route.localeCompare(b.route));
}

/** Facts of this machine. */
export function thisMachine(): Machine {
  return {
    system: `${systemType()} ${release()} (${process.arch})`,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
  };
}

/** Versions of what took part in a run; the commit is left out where there is no git. */
export async function versionsOf(k6?: K6): Promise<Record<string, string>> {
  const git = async (...args: string[]) => (await promisify(execFile)('git', args)).stdout.trim();
  const commit = await git('rev-parse', '--short', 'HEAD').catch(() => undefined);
  const changed = commit && (await git('status', '--porcelain', '--untracked-files=no').catch(() => ''));
  return {
    ...(k6 ? { k6: k6.version } : {}),
    node: process.version.slice(1),
    ...(commit ? { commit: changed ? `${commit} with changes` : commit } : {}),
  };
}
