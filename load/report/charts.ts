import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Quantile, RunRecord } from '../run/record.ts';
import { histogram } from './histogram.ts';

echarts.use([LineChart, BarChart, GridComponent, LegendComponent, SVGRenderer]);

// Middle tones that read on white and on near-black alike: the SVG is drawn once for both. Text is in the page's ink.
const colours = {
  first: '#3b82f6',
  second: '#f59e0b',
  third: '#ef4444',
  fourth: '#10b981',
  axis: 'currentColor',
};

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
  // Without a browser text has no width to measure: a letter is taken for seven pixels.
  const names = Math.max(...sorted.map(({ route }) => route.length)) * 7;
  return draw(90 + sorted.length * 34, {
    grid: { left: 8 + names, right: 32, top: 36, bottom: 24 },
    legend: { top: 0, textStyle: { color: colours.axis } },
    xAxis: { type: 'value', name: 'ms', ...axisStyle },
    yAxis: { type: 'category', data: sorted.map(({ route }) => route), ...axisStyle },
    series: [
      {
        name: 'median',
        type: 'bar',
        itemStyle: { color: colours.fourth },
        data: sorted.map(({ median }) => round(median)),
      },
      {
        name: 'p95',
        type: 'bar',
        itemStyle: { color: colours.second },
        data: sorted.map(({ p95 }) => round(p95)),
      },
    ],
  });
}

const axisStyle = {
  axisLabel: { color: colours.axis },
  axisLine: { lineStyle: { color: colours.axis } },
  nameTextStyle: { color: colours.axis },
  splitLine: { lineStyle: { color: colours.axis, opacity: 0.25 } },
};

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

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function draw(height: number, option: object): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 860, height });
  chart.setOption({ animation: false, ...option });
  const svg = chart.renderToSVGString({ useViewBox: true });
  chart.dispose();
  return svg;
}
