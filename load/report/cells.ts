import type { Latency } from '../run/k6-summary.ts';
import type { RouteFigures } from '../run/record.ts';
import { count, duration, ofSamples, rate, share } from './format.ts';

/** Some statistics of a distribution, as cells. */
export function durations(of: Latency, statistics: readonly Statistic[]): string[] {
  return statistics.map((statistic) => duration(of[statistic]));
}

/** A statistic of durations. */
export type Statistic = Exclude<keyof Latency, 'count'>;

/** A route in cells: how many requests it got, and their figures where it got one. */
export function routeCells(route: RouteFigures, statistics: readonly Statistic[]): string[] {
  const figures = [rate(route.requestsPerSecond), share(route.failedShare), ...durations(route, statistics)];
  return [count(route.count), ...ofSamples(route.count, figures)];
}
