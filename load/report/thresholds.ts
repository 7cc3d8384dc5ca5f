import type { RunRecord, ThresholdResult } from '../run/record.ts';
import { count, duration } from './format.ts';

/** A threshold in words, with units. */
export interface DescribedThreshold {
  /** What was held to it, e.g. `POST /expenses, p95`. */
  readonly what: string;
  /** e.g. `< 250 ms`. */
  readonly limit: string;
  /** e.g. `310 ms`; nothing was measured where it is undefined. */
  readonly measured: string | undefined;
  readonly held: boolean;
  /** The route of a threshold that is on one. */
  readonly route: string | undefined;
}

type Unit = 'share' | 'count' | 'milliseconds';

/** How the values of k6's metrics and ours are written; what is not here is a duration if it has a percentile. */
const wording: Readonly<Record<string, { readonly words: string; readonly unit: Unit }>> = {
  http_req_failed: { words: 'failed requests', unit: 'share' },
  checks: { words: 'checks passed', unit: 'share' },
  dropped_iterations: { words: 'arrivals dropped', unit: 'count' },
  exceptions: { words: 'iterations that threw', unit: 'count' },
  iterations_begun: { words: 'iterations begun', unit: 'count' },
  http_reqs: { words: 'requests', unit: 'count' },
};

/**
 * What is worst is named first: a script that threw explains all that follows, a slow route nothing but itself. What has
 * no samples comes after what says why.
 */
const severity = [
  'exceptions',
  'iterations_begun',
  'http_reqs',
  'no samples',
  'http_req_failed',
  'checks',
  'dropped_iterations',
  'any other',
  'held',
];

/** A threshold in words. */
export function describe(result: ThresholdResult): DescribedThreshold {
  const { metric, expression, measured, held } = result;
  const [, name = metric, tag, value] = /^([^{]+)\{(\w+):(.+)\}$/.exec(metric) ?? [];
  const [, aggregate = '', sign = '', limit = ''] =
    /^\s*([^<>=]+?)\s*([<>]=?)\s*(\S+)$/.exec(expression) ?? [];
  const known = wording[name];
  const percentile = /^p\(([\d.]+)\)$/.exec(aggregate)?.[1];
  const unit = known?.unit ?? (percentile === undefined ? 'count' : 'milliseconds');
  const words =
    known?.words ??
    (percentile === undefined
      ? spaced(name)
      : [name === 'http_req_duration' ? '' : spaced(name), `p${percentile}`].filter(Boolean).join(', '));
  return {
    what: value === undefined ? words : `${value}, ${words}`,
    limit: `${sign.replace('>=', '≥').replace('<=', '≤')} ${written(Number(limit), unit)}`,
    measured: measured === undefined ? undefined : apart(measured, Number(limit), unit),
    held,
    route: tag === 'name' ? value : undefined,
  };
}

/** Every threshold in words: those that were crossed first, the worst of them on top, the others by their names. */
export function sortedThresholds({ thresholds }: Pick<RunRecord, 'thresholds'>): DescribedThreshold[] {
  return [...thresholds].sort((a, b) => rankOf(a) - rankOf(b) || excessOf(b) - excessOf(a)).map(describe);
}

function rankOf({ held, measured, metric }: ThresholdResult): number {
  if (held) return severity.indexOf('held');
  const kind = measured === undefined ? 'no samples' : (metric.split('{')[0] ?? metric);
  return severity.indexOf(severity.includes(kind) ? kind : 'any other');
}

/** How many times of its limit a crossed threshold measured; all that held are alike. */
function excessOf({ held, measured = 0, expression }: ThresholdResult): number {
  const limit = Number(/([\d.]+)$/.exec(expression)?.[1] ?? 0);
  return held || limit === 0 ? 0 : measured / limit;
}

/** What was crossed, each once, in a sentence's words: routes without a request are named together. */
export function crossings(record: Pick<RunRecord, 'thresholds'>): string[] {
  const crossed = sortedThresholds(record).filter(({ held }) => !held);
  const silent = [
    ...new Set(crossed.flatMap(({ route, measured }) => (measured === undefined && route ? [route] : []))),
  ];
  const sentences = crossed.map(({ what, limit, measured, route }) => {
    if (measured !== undefined) return `${what} ${measured} (limit ${limit})`;
    return route === undefined ? `${what}: no samples` : `no request to ${silent.join(', ')}`;
  });
  return [...new Set(sentences)];
}

/** How many thresholds were crossed. */
export function tally({ thresholds, interrupted }: Pick<RunRecord, 'thresholds' | 'interrupted'>): string {
  const crossed = thresholds.filter(({ held }) => !held).length;
  const early = interrupted ? 'Interrupted; of what was measured: ' : '';
  if (crossed === 0) return `${early}all ${thresholds.length} thresholds held`;
  return `${early}${crossed} of ${thresholds.length} thresholds crossed`;
}

/** The verdict in a sentence that names what was crossed. */
export function verdict(record: Pick<RunRecord, 'thresholds' | 'interrupted'>): string {
  return [tally(record), crossings(record).join('; ')].filter(Boolean).join(': ');
}

/** Rounded, unless that would make it the same as the limit that it is not at. */
function apart(value: number, limit: number, unit: Unit): string {
  const text = written(value, unit);
  if (value === limit || text !== written(limit, unit)) return text;
  const exact = (number: number) => String(Number(number.toPrecision(6)));
  if (unit === 'share') return `${exact(value * 100)} %`;
  return unit === 'milliseconds' ? `${exact(value)} ms` : exact(value);
}

function written(value: number, unit: Unit): string {
  if (unit === 'milliseconds') return duration(value);
  if (unit === 'count') return count(value);
  return `${Number((value * 100).toFixed(2))} %`;
}

function spaced(name: string): string {
  return name.replaceAll('_', ' ');
}
