import { execFile } from 'node:child_process';
import { cpus, release, type as systemType, totalmem } from 'node:os';
import { promisify } from 'node:util';
import type { K6 } from './k6-binary.ts';
import type { TimelinePoint } from './timeline.ts';

/** What one run measured: our own, versioned form of k6's figures, with what is needed to read them again. */
export interface RunRecord {
  readonly version: 1;
  readonly startedAt: string;
  readonly durationSeconds: number;
  readonly scenarios: readonly string[];
  readonly workload: string;
  readonly target: MeasuredTarget;
  /** Whether the run was ended before its time. */
  readonly interrupted: boolean;
  readonly passed: boolean;
  readonly totals: {
    readonly requests: number;
    readonly requestsPerSecond: number;
    readonly failedShare: number;
    readonly iterations: number;
    readonly droppedIterations: number;
    readonly checksPassedShare: number;
    readonly latency: Latency;
    /** How long the requests took, in milliseconds, by the share of them that was as fast: ascending. */
    readonly distribution: readonly Quantile[];
  };
  readonly routes: readonly RouteFigures[];
  /** The scenarios' own figures, e.g. `approval_latency`. */
  readonly figures: readonly (Latency & { readonly name: string })[];
  readonly counters: readonly { readonly name: string; readonly count: number; readonly perSecond: number }[];
  readonly thresholds: readonly ThresholdResult[];
  readonly timeline: readonly TimelinePoint[];
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

/** Milliseconds. */
export interface Latency {
  readonly count: number;
  readonly min: number;
  readonly mean: number;
  readonly median: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** A point of a distribution: the percentage of all requests that took no longer than this. */
export interface Quantile {
  readonly percentile: number;
  readonly milliseconds: number;
}

/** One route's share of a run. */
export interface RouteFigures extends Latency {
  readonly route: string;
  readonly requestsPerSecond: number;
  readonly failedShare: number;
}

/** One threshold expression and whether it held. */
export interface ThresholdResult {
  readonly metric: string;
  readonly expression: string;
  readonly held: boolean;
  /** What was measured, in the metric's own unit. */
  readonly measured: number;
}

/** The machine that the generator (and a local target) ran on. */
export interface Machine {
  readonly system: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
}

interface K6Metric {
  readonly type: 'counter' | 'gauge' | 'rate' | 'trend';
  readonly values: Readonly<Record<string, number>>;
  readonly thresholds?: Readonly<Record<string, { readonly ok: boolean }>>;
}

/** The default data of k6's handleSummary, as far as we read it. */
export interface K6Summary {
  readonly metrics: Readonly<Record<string, K6Metric>>;
  readonly state: { readonly testRunDurationMs: number };
}

type Facts = Pick<
  RunRecord,
  | 'startedAt'
  | 'scenarios'
  | 'workload'
  | 'target'
  | 'interrupted'
  | 'timeline'
  | 'machine'
  | 'versions'
  | 'command'
>;

/** Makes a run's record of k6's figures and the run's own facts. */
export function toRunRecord(summary: K6Summary, facts: Facts): RunRecord {
  const { metrics } = summary;
  const seconds = summary.state.testRunDurationMs / 1000;
  const value = (metric: string, name: string) => metrics[metric]?.values[name] ?? 0;
  const thresholds = thresholdResults(metrics);
  return {
    version: 1,
    ...facts,
    durationSeconds: seconds,
    passed: thresholds.every(({ held }) => held),
    totals: {
      requests: value('http_reqs', 'count'),
      requestsPerSecond: value('http_reqs', 'rate'),
      failedShare: value('http_req_failed', 'rate'),
      iterations: value('iterations', 'count'),
      droppedIterations: value('dropped_iterations', 'count'),
      checksPassedShare: metrics.checks ? value('checks', 'rate') : 1,
      latency: latencyOf(metrics.http_req_duration),
      distribution: distributionOf(metrics.http_req_duration),
    },
    routes: routeFigures(metrics, seconds),
    figures: Object.entries(metrics)
      .filter(
        ([name, { type }]) => type === 'trend' && !name.startsWith('http_') && !name.startsWith('iteration'),
      )
      .map(([name, metric]) => ({ name, ...latencyOf(metric) }))
      .filter(({ count }) => count > 0)
      .sort(byName),
    counters: Object.entries(metrics)
      .filter(([name, { type }]) => type === 'counter' && !builtInCounters.has(name))
      .map(([name, { values }]) => ({ name, count: values.count ?? 0, perSecond: values.rate ?? 0 }))
      .sort(byName),
    thresholds,
  };
}

const builtInCounters = new Set([
  'http_reqs',
  'iterations',
  'dropped_iterations',
  'data_received',
  'data_sent',
]);

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name.localeCompare(b.name);
}

function latencyOf(metric: K6Metric | undefined): Latency {
  const value = (name: string) => metric?.values[name] ?? 0;
  return {
    count: value('count'),
    min: value('min'),
    mean: value('avg'),
    median: value('med'),
    p90: value('p(90)'),
    p95: value('p(95)'),
    p99: value('p(99)'),
    max: value('max'),
  };
}

/** Every percentile that k6 was asked for (`summaryTrendStats`), with the extremes. */
function distributionOf(metric: K6Metric | undefined): Quantile[] {
  if (!metric?.values.count) return [];
  const inner = Object.entries(metric.values).flatMap(([name, milliseconds]) => {
    const percentile = /^p\(([\d.]+)\)$/.exec(name)?.[1];
    return percentile === undefined ? [] : [{ percentile: Number(percentile), milliseconds }];
  });
  const { min = 0, max = 0, med = 0 } = metric.values;
  return [
    { percentile: 0, milliseconds: min },
    { percentile: 50, milliseconds: med },
    ...inner,
    { percentile: 100, milliseconds: max },
  ].sort((a, b) => a.percentile - b.percentile);
}

function routeFigures(metrics: K6Summary['metrics'], seconds: number): RouteFigures[] {
  const figures: RouteFigures[] = [];
  for (const [name, metric] of Object.entries(metrics)) {
    const route = /^http_req_duration\{name:(.+)\}$/.exec(name)?.[1];
    if (!route) continue;
    const latency = latencyOf(metric);
    const failedShare = metrics[`http_req_failed{name:${route}}`]?.values.rate ?? 0;
    figures.push({ route, requestsPerSecond: latency.count / seconds, failedShare, ...latency });
  }
  return figures.sort((a, b) => a.route.localeCompare(b.route));
}

function thresholdResults(metrics: K6Summary['metrics']): ThresholdResult[] {
  const results: ThresholdResult[] = [];
  for (const [metric, { thresholds, values }] of Object.entries(metrics)) {
    for (const [expression, { ok }] of Object.entries(thresholds ?? {})) {
      const aggregate = /^\s*([a-z]+(?:\([\d.]+\))?)/.exec(expression)?.[1] ?? '';
      results.push({ metric, expression, held: ok, measured: values[aggregate] ?? 0 });
    }
  }
  return results.sort((a, b) => a.metric.localeCompare(b.metric));
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
export async function versionsOf(k6: K6): Promise<Record<string, string>> {
  const git = async (...args: string[]) => (await promisify(execFile)('git', args)).stdout.trim();
  const commit = await git('rev-parse', '--short', 'HEAD').catch(() => undefined);
  const changed = commit && (await git('status', '--porcelain', '--untracked-files=no').catch(() => ''));
  return {
    k6: k6.version,
    node: process.version.slice(1),
    ...(commit ? { commit: changed ? `${commit} with changes` : commit } : {}),
  };
}
