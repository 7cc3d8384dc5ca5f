import { axisStyle, colours, type Drawing, draw, round, type Width, widthOf } from '../report/drawing.ts';
import { type FigureComparison, nameOf, type Verdict } from './verdict.ts';

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
 * within which nothing is called a change, and the line of no change.
 */
export function intervalChart(figures: readonly FigureComparison[]): Drawing {
  // The first figure on top.
  const rows = [...figures].reverse();
  return draw((width) => ({
    height: 70 + rows.length * rowHeights[width],
    option: width === 'wide' ? wide(rows) : narrow(rows),
  }));
}

/** What a row takes; a narrow one has its name above it. */
const rowHeights: Readonly<Record<Width, number>> = { wide: 26, narrow: 44 };

function wide(rows: readonly FigureComparison[]): object {
  const names = rows.map(nameOf);
  return {
    grid: { left: 12 + widthOf(names), right: 64, top: 12, bottom: 44 },
    xAxis: changeAxis(rows, 4),
    yAxis: { type: 'category', data: names, ...axisStyle, splitLine: { show: false } },
    series: [intervals(rows, () => ({ height: rowHeights.wide }))],
  };
}

/** The names are above the intervals: beside them there is no room. */
function narrow(rows: readonly FigureComparison[]): object {
  const names = rows.map(nameOf);
  const hidden = { axisLabel: { show: false }, axisTick: { show: false }, splitLine: { show: false } };
  return {
    grid: { left: 8, right: 16, top: 12, bottom: 44 },
    xAxis: changeAxis(rows, 2),
    yAxis: { type: 'category', data: names, ...axisStyle, ...hidden },
    series: [intervals(rows, (row) => ({ height: rowHeights.narrow, name: names[row] ?? '' }))],
  };
}

function changeAxis(rows: readonly FigureComparison[], parts: number): object {
  const extent = extentOf(rows);
  return {
    type: 'value',
    name: 'change in %',
    nameLocation: 'middle',
    nameGap: 28,
    min: -extent,
    max: extent,
    interval: extent / parts,
    ...axisStyle,
  };
}

function intervals(
  rows: readonly FigureComparison[],
  lookOf: (row: number) => Omit<RowLook, 'extent'>,
): object {
  const extent = extentOf(rows);
  return {
    type: 'custom',
    clip: true,
    silent: true,
    data: rows.map(({ change, floor }, row) => [
      row,
      ...[change.estimate, change.low, change.high, floor, -floor / (1 + floor)].map((share) =>
        cut(share * 100, extent),
      ),
    ]),
    renderItem: ({ dataIndex }: { readonly dataIndex: number }, api: Api) =>
      drawRow(api, toneOf[rows[dataIndex]?.verdict ?? 'no difference seen'], {
        extent,
        ...lookOf(dataIndex),
      }),
  };
}

function extentOf(figures: readonly FigureComparison[]): number {
  const reached = figures.flatMap(({ change, floor }) => [change.low, change.high, floor]);
  const widest = Math.max(0.05, ...reached.map(Math.abs)) * 110;
  return Math.min(WIDEST, Math.ceil(widest / 20) * 20);
}

function cut(percent: number, extent: number): number {
  return round(Math.max(-extent, Math.min(extent, percent)));
}

/** How a row is drawn besides its interval. */
interface RowLook {
  /** The per cent at the left end of the axis, without its sign. */
  readonly extent: number;
  readonly height: number;
  /** What is written above it. */
  readonly name?: string;
}

function drawRow(api: Api, tone: string, { extent, height, name }: RowLook) {
  const row = api.value(0);
  const at = (dimension: number) => api.coord([api.value(dimension), row]);
  const [[middle, centre], [low], [high], [slower], [faster]] = [at(1), at(2), at(3), at(4), at(5)];
  const [none] = api.coord([0, row]);
  const [left] = api.coord([-extent, row]);
  const half = height / 2;
  // The band and the line of no change leave the name out.
  const top = centre - half + (name === undefined ? 0 : 18);
  const bottom = centre + half;
  const y = (top + bottom) / 2;
  const label = { text: name, x: left + 2, y: centre - half + 4, fill: colours.axis, fontSize: 12 };
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
        shape: { x: faster, y: top, width: slower - faster, height: bottom - top },
        style: { fill: colours.axis, opacity: 0.12 },
      },
      line(none, top, none, bottom, { stroke: colours.axis, lineWidth: 1 }),
      line(low, y, high, y, interval),
      line(low, y - 5, low, y + 5, interval),
      line(high, y - 5, high, y + 5, interval),
      { type: 'circle', shape: { cx: middle, cy: y, r: 5 }, style: { fill: tone } },
      ...(name === undefined ? [] : [{ type: 'text', style: label }]),
    ],
  };
}
