import type { Cost } from '../cost/cost.ts';
import { wantedRate } from '../run/arrivals.ts';
import type { Quantile, RunRecord } from '../run/record.ts';
import { axisStyle, colours, type Drawing, draw, round, type Width, widthOf } from './drawing.ts';
import { histogram } from './histogram.ts';

interface Line {
  readonly name: string;
  readonly colour: string;
  readonly values: readonly number[];
  readonly isDashed?: boolean;
  /** What its own axis on the right is of, where it has one. */
  readonly ownAxis?: string;
}

/** The iterations a second that the workload wants at each point of the timeline, on average since the one before. */
export function wantedRates({ timeline, arrivals }: Pick<RunRecord, 'timeline' | 'arrivals'>): number[] {
  return timeline.map(({ seconds }, index) =>
    wantedRate(arrivals, timeline[index - 1]?.seconds ?? Math.max(0, seconds - 1), seconds),
  );
}

/** Iterations a second over the time of the run, wanted and begun, and the virtual users that it took. */
export function arrivalChart(record: Pick<RunRecord, 'timeline' | 'arrivals'>): Drawing {
  const { timeline } = record;
  return lineChart('iterations/s', secondsOf(record), [
    { name: 'wanted', colour: colours.axis, values: wantedRates(record), isDashed: true },
    { name: 'begun', colour: colours.first, values: timeline.map(({ begunPerSecond }) => begunPerSecond) },
    {
      name: 'virtual users',
      colour: colours.fourth,
      values: timeline.map(({ virtualUsers }) => virtualUsers),
      ownAxis: 'virtual users',
    },
  ]);
}

/** Requests a second over the time of the run. */
export function throughputChart(record: Pick<RunRecord, 'timeline'>): Drawing {
  const values = record.timeline.map(({ requestsPerSecond }) => requestsPerSecond);
  return lineChart('requests/s', secondsOf(record), [{ name: 'requests/s', colour: colours.first, values }]);
}

/** Latency percentiles over the time of the run, in milliseconds. */
export function latencyChart(record: Pick<RunRecord, 'timeline'>): Drawing {
  const { timeline } = record;
  return lineChart('ms', secondsOf(record), [
    { name: 'median', colour: colours.fourth, values: timeline.map(({ medianMs }) => medianMs) },
    { name: 'p95', colour: colours.second, values: timeline.map(({ p95Ms }) => p95Ms) },
    { name: 'p99', colour: colours.third, values: timeline.map(({ p99Ms }) => p99Ms) },
  ]);
}

/** The share of requests in each range of durations, in percent. */
export function histogramChart(distribution: readonly Quantile[]): Drawing {
  const buckets = histogram(distribution);
  const option = {
    grid: { left: 8, right: 24, top: 32, bottom: 40 },
    xAxis: {
      type: 'category',
      name: 'ms',
      nameLocation: 'middle',
      nameGap: 28,
      data: buckets.map(({ fromMs, toMs }) => `${fromMs}–${toMs}`),
      ...axisStyle,
    },
    yAxis: { type: 'value', name: '% of requests', ...leftAxis },
    series: [
      {
        name: 'requests',
        type: 'bar',
        barCategoryGap: '2%',
        itemStyle: { color: colours.first },
        data: buckets.map(({ share }) => round(share * 100)),
      },
    ],
  };
  return draw(() => ({ height: 260, option }));
}

/** Share of failed requests over the time of the run, in percent. */
export function failureChart(record: Pick<RunRecord, 'timeline'>): Drawing {
  const values = record.timeline.map(({ failed }) => failed * 100);
  return lineChart('% failed', secondsOf(record), [{ name: 'failed', colour: colours.third, values }]);
}

/** Median and p95 of each route, in milliseconds. */
export function routeChart(routes: RunRecord['routes']): Drawing {
  const sorted = [...routes].sort((a, b) => a.p95 - b.p95);
  const names = sorted.map(({ route }) => route);
  return barChart('ms', names, [
    { name: 'median', colour: colours.fourth, values: sorted.map(({ median }) => median) },
    { name: 'p95', colour: colours.second, values: sorted.map(({ p95 }) => p95) },
  ]);
}

/** How many answers were wrong in each way; the most frequent on top. */
export function failureKindChart({ failures }: Pick<RunRecord, 'failures'>): Drawing {
  const sorted = [...failures].sort((a, b) => a.count - b.count);
  const values = sorted.map(({ count }) => count);
  const names = sorted.map(({ kind }) => kind);
  return barChart('answers', names, [{ name: 'answers', colour: colours.third, values }]);
}

/** What each service costs for a month's requests, in dollars; the dearest on top. */
export function costChart({ services }: Pick<Cost, 'services'>): Drawing {
  const sorted = [...services].sort((a, b) => a.monthly - b.monthly);
  const values = sorted.map(({ monthly }) => monthly);
  const names = sorted.map(({ service }) => service);
  return barChart('$ a month', names, [{ name: '$ a month', colour: colours.first, values }]);
}

function secondsOf({ timeline }: Pick<RunRecord, 'timeline'>): number[] {
  return timeline.map(({ seconds }) => seconds);
}

/** The name of an axis stands above it, and must not stick out of the drawing. */
const leftAxis = { ...axisStyle, nameTextStyle: { color: colours.axis, align: 'left' } };
const rightAxis = {
  ...axisStyle,
  nameTextStyle: { color: colours.axis, align: 'right' },
  splitLine: { show: false },
};

/** One line or bar alone has its name at the axis. */
function legendOf(lines: readonly Line[], look: object = {}): object {
  if (lines.length < 2) return {};
  const data = lines.map(({ name }) => name);
  return { legend: { top: 0, data, textStyle: { color: colours.axis }, ...look } };
}

/** Lying bars; the first name is at the bottom. On a narrow page the names are above the bars, not beside them. */
function barChart(unit: string, names: readonly string[], lines: readonly Line[]): Drawing {
  const isCounted = lines.every(({ values }) => values.every(Number.isInteger));
  const series = lines.map(({ name, colour, values }) => ({
    name,
    type: 'bar',
    itemStyle: { color: colour },
    data: values.map(round),
  }));
  return draw((width) => ({
    height:
      (lines.length > 1 ? 90 : 62) +
      names.length * (width === 'wide' ? 10 + 12 * lines.length : 28 + 12 * lines.length),
    option: {
      grid: {
        left: 8 + (width === 'wide' ? widthOf(names) : 0),
        right: 24,
        top: lines.length > 1 ? 36 : 8,
        bottom: 40,
      },
      ...legendOf(lines),
      xAxis: {
        type: 'value',
        name: unit,
        nameLocation: 'middle',
        nameGap: 28,
        minInterval: isCounted ? 1 : 0,
        ...axisStyle,
      },
      yAxis: { type: 'category', data: names, ...axisStyle, ...namesOf(width) },
      series: width === 'wide' ? series : [nameSeries(names), ...series],
    },
  }));
}

/** Beside the bars there is no room for names on a narrow page. */
function namesOf(width: Width): object {
  return width === 'wide' ? {} : { axisLabel: { show: false }, axisTick: { show: false } };
}

/** Bars of no length above the others, with the names as their labels. */
function nameSeries(names: readonly string[]): object {
  return {
    name: 'names',
    type: 'bar',
    silent: true,
    data: names.map(() => 0),
    label: {
      show: true,
      position: 'right',
      distance: 2,
      color: colours.axis,
      formatter: ({ dataIndex }: { readonly dataIndex: number }) => names[dataIndex] ?? '',
    },
  };
}

function lineChart(unit: string, seconds: readonly number[], lines: readonly Line[]): Drawing {
  const own = lines.find(({ ownAxis }) => ownAxis !== undefined)?.ownAxis;
  const option = {
    grid: { left: 8, right: own === undefined ? 24 : 8, top: lines.length > 1 ? 64 : 32, bottom: 8 },
    ...legendOf(lines, { icon: 'rect', itemWidth: 18, itemHeight: 3 }),
    xAxis: {
      type: 'category',
      data: seconds.map((second) => `${Math.round(second)} s`),
      boundaryGap: false,
      ...axisStyle,
    },
    yAxis: [
      { type: 'value', name: unit, ...leftAxis },
      ...(own === undefined ? [] : [{ type: 'value', name: own, minInterval: 1, ...rightAxis }]),
    ],
    series: lines.map(({ name, colour, values, isDashed = false, ownAxis }) => ({
      name,
      type: 'line',
      symbol: 'none',
      yAxisIndex: ownAxis === undefined ? 0 : 1,
      lineStyle: { color: colour, width: 2, type: isDashed ? 'dashed' : 'solid' },
      itemStyle: { color: colour },
      data: values.map(round),
    })),
  };
  return draw(() => ({ height: lines.length > 1 ? 280 : 250, option }));
}
