import type { Cost } from '../cost/cost.ts';
import type { Quantile, RunRecord } from '../run/record.ts';
import { axisStyle, colours, draw, round, widthOf } from './drawing.ts';
import { histogram } from './histogram.ts';

interface Line {
  readonly name: string;
  readonly colour: string;
  readonly values: readonly number[];
}

/** Requests a second over the time of the run, as SVG text. */
export function throughputChart({ timeline }: Pick<RunRecord, 'timeline'>): string {
  return lineChart(
    'requests/s',
    timeline.map(({ seconds }) => seconds),
    [
      {
        name: 'requests/s',
        colour: colours.first,
        values: timeline.map(({ requestsPerSecond }) => requestsPerSecond),
      },
      {
        name: 'virtual users',
        colour: colours.fourth,
        values: timeline.map(({ virtualUsers }) => virtualUsers),
      },
    ],
  );
}

/** Latency percentiles over the time of the run, in milliseconds, as SVG text. */
export function latencyChart({ timeline }: Pick<RunRecord, 'timeline'>): string {
  return lineChart(
    'ms',
    timeline.map(({ seconds }) => seconds),
    [
      { name: 'median', colour: colours.fourth, values: timeline.map(({ medianMs }) => medianMs) },
      { name: 'p95', colour: colours.second, values: timeline.map(({ p95Ms }) => p95Ms) },
      { name: 'p99', colour: colours.third, values: timeline.map(({ p99Ms }) => p99Ms) },
    ],
  );
}

/** The share of requests in each range of durations, in percent, as SVG text. */
export function histogramChart(distribution: readonly Quantile[]): string {
  const buckets = histogram(distribution);
  return draw(260, {
    grid: { left: 8, right: 24, top: 32, bottom: 24 },
    xAxis: {
      type: 'category',
      name: 'ms',
      data: buckets.map(({ fromMs, toMs }) => `${fromMs}–${toMs}`),
      ...axisStyle,
    },
    yAxis: { type: 'value', name: '% of requests', ...axisStyle },
    series: [
      {
        name: 'requests',
        type: 'bar',
        barCategoryGap: '2%',
        itemStyle: { color: colours.first },
        data: buckets.map(({ share }) => round(share * 100)),
      },
    ],
  });
}

/** Share of failed requests over the time of the run, in percent, as SVG text. */
export function failureChart({ timeline }: Pick<RunRecord, 'timeline'>): string {
  return lineChart(
    '% failed',
    timeline.map(({ seconds }) => seconds),
    [{ name: 'failed', colour: colours.third, values: timeline.map(({ failed }) => failed * 100) }],
  );
}

/** Median and p95 of each route, in milliseconds, as SVG text. */
export function routeChart({ routes }: Pick<RunRecord, 'routes'>): string {
  const sorted = [...routes].sort((a, b) => a.p95 - b.p95);
  const names = sorted.map(({ route }) => route);
  return barChart('ms', names, [
    { name: 'median', colour: colours.fourth, values: sorted.map(({ median }) => median) },
    { name: 'p95', colour: colours.second, values: sorted.map(({ p95 }) => p95) },
  ]);
}

/** How many answers were wrong in each way, as SVG text; the most frequent on top. */
export function failureKindChart({ failures }: Pick<RunRecord, 'failures'>): string {
  const sorted = [...failures].sort((a, b) => a.count - b.count);
  const values = sorted.map(({ count }) => count);
  const names = sorted.map(({ kind }) => kind);
  return barChart('answers', names, [{ name: 'answers', colour: colours.third, values }]);
}

/** What each service costs for a month's requests, in dollars, as SVG text; the dearest on top. */
export function costChart({ services }: Pick<Cost, 'services'>): string {
  const sorted = [...services].sort((a, b) => a.monthly - b.monthly);
  const values = sorted.map(({ monthly }) => monthly);
  const names = sorted.map(({ service }) => service);
  return barChart('$ a month', names, [{ name: '$ a month', colour: colours.first, values }]);
}

/** Lying bars; the first name is at the bottom. */
function barChart(unit: string, names: readonly string[], lines: readonly Line[]): string {
  const isCounted = lines.every(({ values }) => values.every(Number.isInteger));
  const legend = lines.length > 1 ? { legend: { top: 0, textStyle: { color: colours.axis } } } : {};
  return draw(90 + names.length * (10 + 12 * lines.length), {
    grid: { left: 8 + widthOf(names), right: 64, top: 36, bottom: 24 },
    ...legend,
    xAxis: { type: 'value', name: unit, minInterval: isCounted ? 1 : 0, ...axisStyle },
    yAxis: { type: 'category', data: names, ...axisStyle },
    series: lines.map(({ name, colour, values }) => ({
      name,
      type: 'bar',
      itemStyle: { color: colour },
      data: values.map(round),
    })),
  });
}

function lineChart(unit: string, seconds: readonly number[], lines: readonly Line[]): string {
  return draw(260, {
    grid: { left: 8, right: 24, top: 44, bottom: 8 },
    legend: { top: 0, textStyle: { color: colours.axis } },
    xAxis: {
      type: 'category',
      data: seconds.map((second) => `${Math.round(second)} s`),
      boundaryGap: false,
      ...axisStyle,
    },
    yAxis: { type: 'value', name: unit, ...axisStyle },
    series: lines.map(({ name, colour, values }) => ({
      name,
      type: 'line',
      showSymbol: false,
      lineStyle: { color: colour, width: 2 },
      itemStyle: { color: colour },
      data: values.map(round),
    })),
  });
}
