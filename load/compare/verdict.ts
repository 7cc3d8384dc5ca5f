import { LoadError } from '../errors.ts';
import type { Random } from '../random.ts';
import { change as percentOf } from '../report/format.ts';
import type { Measured, Sample } from './samples.ts';
import {
  bootstrapDifference,
  bootstrapInterval,
  fewestValues,
  type Interval,
  trimmedMean,
} from './statistics.ts';

/** What a figure comes to, or of all of them. */
export type Verdict = 'better' | 'worse' | 'no difference seen';

/** One figure of both sides. All figures are times: the lower the better. */
export interface FigureComparison {
  readonly figure: string;
  /** Absent for the figure that sums a round up. */
  readonly route?: string;
  /** What is typical of each side, in milliseconds or times of the yardstick. */
  readonly a: number;
  readonly b: number;
  /** Of B against A, as a share: 0.1 is ten per cent more time. */
  readonly change: Interval;
  /** The smallest change that is called one. */
  readonly floor: number;
  readonly verdict: Verdict;
}

/** Two sides compared. */
export interface Comparison {
  readonly verdict: Verdict;
  /** What the verdict rests on, one sentence each; empty when no difference was seen. */
  readonly reasons: readonly string[];
  readonly rounds: { readonly a: number; readonly b: number; readonly paired: boolean };
  readonly figures: readonly FigureComparison[];
  /** Whether these are multiples of the yardstick's time instead of milliseconds. */
  readonly inYardsticks: boolean;
  /** Shown, not judged: what follows from the figures, or the workload sets. */
  readonly requestsPerSecond: { readonly a: number; readonly b: number };
  readonly failedShare: { readonly a: number; readonly b: number };
  /** Reasons to trust the verdict less, a sentence each: with one of them the floors are twice as high. */
  readonly caveats: readonly string[];
  /** What else there is to know of what was compared. */
  readonly notes: readonly string[];
}

/** What a comparison calls a difference; see docs/adr/0013-comparing-runs.md. */
export interface Rules {
  /** How often two equal sides may be called different, over all figures together. */
  readonly familyWiseError: number;
  /** The smallest change of each kind of figure that is called one. */
  readonly floors: { readonly summary: number; readonly median: number; readonly p95: number };
  /** How much larger B's share of failed requests may be. */
  readonly failedShare: number;
}

/** Two boots of the same code differ by a few per cent, round by round alike: what is smaller than a floor is not called a change. */
export const defaultRules: Rules = {
  familyWiseError: 0.01,
  floors: { summary: 0.06, median: 0.1, p95: 0.2 },
  failedShare: 0.005,
};

/** How much larger a change has to be where there are reasons to trust the figures less. */
const weakerBy = 2;

/** Above this share of failed requests a side's latencies are those of errors. */
const tooManyFailed = 0.01;

/**
 * Compares two sides. Half of the error that is allowed goes to the figure that sums a round up, the other half is
 * shared by the routes' figures (Bonferroni), so that many routes do not make a false alarm likelier.
 *
 * @throws LoadError `compare` when there are too few rounds, or side A fails by itself
 */
export function compareSides(measured: Measured, random: Random, wanted = defaultRules): Comparison {
  const { a, b, paired, summaryName, caveats = [], notes = [] } = measured;
  const rules = caveats.length > 0 ? weakened(wanted) : wanted;
  const fewest = Math.min(a.length, b.length);
  if (fewest < fewestValues) {
    throw new LoadError(
      'compare',
      [
        `A verdict needs at least ${fewestValues} rounds on each side; there are ${a.length} and ${b.length}.`,
        ...notes,
      ].join(' '),
    );
  }
  const failedShare = { a: failedOf(a), b: failedOf(b) };
  if (failedShare.a > tooManyFailed) {
    const percent = (failedShare.a * 100).toFixed(1);
    throw new LoadError('compare', `${percent} % of A's requests failed: there is nothing to compare with.`);
  }
  const interval = (pick: (sample: Sample) => number | undefined, error: number) =>
    changeOf(measured, pick, { confidence: 1 - error, random });
  const figure = (
    name: { readonly figure: string; readonly route?: string },
    pick: (sample: Sample) => number | undefined,
    floor: number,
    error: number,
  ): FigureComparison[] => {
    const change = interval(pick, error);
    if (!change) return [];
    return [
      { ...name, a: typical(a, pick), b: typical(b, pick), change, floor, verdict: judge(change, floor) },
    ];
  };
  const routes = routesOf([...a, ...b]);
  const half = rules.familyWiseError / 2;
  const share = half / (2 * Math.max(1, routes.length));
  const failures = failureReasons(failedShare, rules);
  const summary = figure({ figure: summaryName }, (sample) => sample.summary, rules.floors.summary, half);
  if (summary.length === 0 && failures.length === 0) {
    throw new LoadError('compare', 'Too few rounds hold all routes of both sides: make them longer.');
  }
  const figures = [
    ...summary,
    ...routes.flatMap((route) =>
      (['median', 'p95'] as const).flatMap((kind) =>
        figure(
          { figure: kind, route },
          (sample) => latencyOf(sample, route, kind),
          rules.floors[kind],
          share,
        ),
      ),
    ),
  ];
  return {
    verdict: overall([...(failures.length > 0 ? (['worse'] as const) : []), ...figures.map(verdictOf)]),
    reasons: [...failures, ...figures.flatMap(reasonOf)],
    rounds: { a: a.length, b: b.length, paired },
    figures,
    inYardsticks: measured.inYardsticks ?? false,
    requestsPerSecond: { a: rateOf(a), b: rateOf(b) },
    failedShare,
    caveats,
    notes,
  };
}

function weakened(rules: Rules): Rules {
  const { summary, median, p95 } = rules.floors;
  return {
    ...rules,
    floors: { summary: weakerBy * summary, median: weakerBy * median, p95: weakerBy * p95 },
  };
}

/** One figure that got worse is enough: what got better elsewhere does not make up for it. */
function overall(verdicts: readonly Verdict[]): Verdict {
  return (['worse', 'better'] as const).find((each) => verdicts.includes(each)) ?? 'no difference seen';
}

/** A figure's name, as sentences, tables and charts have it. */
export function nameOf({ route, figure }: Pick<FigureComparison, 'route' | 'figure'>): string {
  return route ? `${route}, ${figure}` : figure;
}

function verdictOf({ verdict }: FigureComparison): Verdict {
  return verdict;
}

/** The change of a figure as a share; undefined where too few rounds have it. Logarithms, because changes multiply. */
function changeOf(
  { a, b, paired }: Measured,
  pick: (sample: Sample) => number | undefined,
  options: { readonly confidence: number; readonly random: Random },
): Interval | undefined {
  const logs = (samples: readonly Sample[]) => samples.map((sample) => logOf(pick(sample)));
  const [from, to] = [logs(a), logs(b)];
  const known = (values: readonly (number | undefined)[]) => values.filter((value) => value !== undefined);
  // The tail that decides must hold a few draws, the more the fewer figures share the error.
  const resamples = Math.max(4_000, Math.ceil(5 / (1 - options.confidence)));
  let interval: Interval;
  if (paired) {
    const ratios = known(from.map((value, index) => minus(to[index], value)));
    if (ratios.length < fewestValues) return undefined;
    interval = bootstrapInterval(ratios, { ...options, resamples });
  } else {
    const [first, second] = [known(from), known(to)];
    if (Math.min(first.length, second.length) < fewestValues) return undefined;
    interval = bootstrapDifference(first, second, { ...options, resamples });
  }
  const { estimate, low, high, confidence } = interval;
  return { estimate: Math.expm1(estimate), low: Math.expm1(low), high: Math.expm1(high), confidence };
}

function logOf(value: number | undefined): number | undefined {
  return value !== undefined && value > 0 ? Math.log(value) : undefined;
}

function minus(left: number | undefined, right: number | undefined): number | undefined {
  return left === undefined || right === undefined ? undefined : left - right;
}

function judge({ estimate, low, high }: Interval, floor: number): Verdict {
  if (low > 0 && estimate >= floor) return 'worse';
  // As far from 1 as a slowdown by the floor, the other way.
  if (high < 0 && estimate <= -floor / (1 + floor)) return 'better';
  return 'no difference seen';
}

function typical(samples: readonly Sample[], pick: (sample: Sample) => number | undefined): number {
  return Math.exp(
    trimmedMean(samples.map((sample) => logOf(pick(sample))).filter((log) => log !== undefined)),
  );
}

function latencyOf(sample: Sample, route: string, kind: 'median' | 'p95'): number | undefined {
  return sample.routes.find((each) => each.route === route)?.[kind];
}

/** The routes that any round has, in order. */
function routesOf(samples: readonly Sample[]): string[] {
  return [...new Set(samples.flatMap(({ routes }) => routes.map(({ route }) => route)))].sort();
}

function failedOf(samples: readonly Sample[]): number {
  const requests = samples.reduce((sum, sample) => sum + sample.requests, 0);
  const failed = samples.reduce((sum, sample) => sum + sample.requests * sample.failedShare, 0);
  return requests === 0 ? 1 : failed / requests;
}

function rateOf(samples: readonly Sample[]): number {
  return trimmedMean(samples.map(({ requestsPerSecond }) => requestsPerSecond));
}

function failureReasons({ a, b }: Comparison['failedShare'], rules: Rules): string[] {
  if (b - a <= rules.failedShare) return [];
  return [`${(b * 100).toFixed(2)} % of B's requests failed, ${(a * 100).toFixed(2)} % of A's.`];
}

function reasonOf(one: FigureComparison): string[] {
  const { estimate, low, high } = one.change;
  if (one.verdict === 'no difference seen') return [];
  const range = `${percentOf(low)} to ${percentOf(high)}`;
  return [`${nameOf(one)}: ${one.verdict} by ${percentOf(estimate, false)} (${range}).`];
}
