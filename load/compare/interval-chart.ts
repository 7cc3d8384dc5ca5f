import { axisStyle, colours, draw, round, widthOf } from '../report/drawing.ts';
import type { FigureComparison, Verdict } from './verdict.ts';

/** Changes beyond this many per cent are cut off, so that one wild figure does not flatten the others. */
export const WIDEST = 200;

const toneOf: Readonly<Record<Verdict, string>> = {
  better: colours.fourth,
  worse: colours.third,
  'no difference seen': colours.first,
};

/** What ECharts hands to a custom series, as far as it is used here. */
interface Api {
  value(dimension: number): number;
  coord(point: readonly [number, number]): [number, number];
}

/**
 * A forest plot: each figure's change in per cent as a point with the interval that it likely lies in, over the band
 * within which nothing is called a change, and the line of no change. SVG text.
 */
export function intervalChart(figures: readonly FigureComparison[]): string {
  // The first figure on top.
  const rows = [...figures].reverse();
  const names = rows.map(nameOf);
  const extent = extentOf(rows);
  return draw(70 + rows.length * 26, {
    grid: { left: 12 + widthOf(names), right: 64, top: 12, bottom: 44 },
    xAxis: {
      type: 'value',
      name: 'change in %',
      nameLocation: 'middle',
      nameGap: 28,
      min: -extent,
      max: extent,
      interval: extent / 4,
      ...axisStyle,
    },
    yAxis: { type: 'category', data: names, ...axisStyle, splitLine: { show: false } },
    series: [
      {
        type: 'custom',
        clip: true,
        silent: true,
        data: rows.map(({ change, floor }, row) => [
          row,
          ...[change.estimate, change.low, change.high, floor, -floor / (1 + floor)].map((share) =>
            cut(share * 100, extent),
          ),
        ]),
        renderItem: (params: { readonly dataIndex: number }, api: Api) =>
          drawRow(api, toneOf[rows[params.dataIndex]?.verdict ?? 'no difference seen']),
      },
    ],
  });
}

/** A figure's name, as tables and charts have it. */
export function nameOf({ route, figure }: FigureComparison): string {
  return route ? `${route}, ${figure}` : figure;
}

function extentOf(figures: readonly FigureComparison[]): number {
  const reached = figures.flatMap(({ change, floor }) => [change.low, change.high, floor]);
  const widest = Math.max(0.05, ...reached.map(Math.abs)) * 110;
  return Math.min(WIDEST, Math.ceil(widest / 20) * 20);
}

function cut(percent: number, extent: number): number {
  return round(Math.max(-extent, Math.min(extent, percent)));
}

function drawRow(api: Api, tone: string) {
  const row = api.value(0);
  const at = (dimension: number) => api.coord([api.value(dimension), row]);
  const [[middle, y], [low], [high], [slower], [faster]] = [at(1), at(2), at(3), at(4), at(5)];
  const [none] = api.coord([0, row]);
  const line = (x1: number, y1: number, x2: number, y2: number, style: object) => ({
    type: 'line',
    shape: { x1, y1, x2, y2 },
    style,
  });
  const interval = { stroke: tone, lineWidth: 3 };
  return {
    type: 'group',
    children: [
      {
        type: 'rect',
        shape: { x: faster, y: y - 13, width: slower - faster, height: 26 },
        style: { fill: colours.axis, opacity: 0.12 },
      },
      line(none, y - 13, none, y + 13, { stroke: colours.axis, lineWidth: 1 }),
      line(low, y, high, y, interval),
      line(low, y - 5, low, y + 5, interval),
      line(high, y - 5, high, y + 5, interval),
      { type: 'circle', shape: { cx: middle, cy: y, r: 5 }, style: { fill: tone } },
    ],
  };
}
