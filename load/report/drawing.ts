import { BarChart, CustomChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

echarts.use([LineChart, BarChart, CustomChart, GridComponent, LegendComponent, SVGRenderer]);

/** How wide a letter of the widest common sans-serif (DejaVu Sans, Verdana) is, as a share of its size. */
const LETTER_WIDTH = 0.64;

// Without a browser ECharts takes letters to be as wide as those of a narrow typeface, and axis labels end outside. How high
// a line is, it asks by the width of an ideograph, which is as wide as the size.
echarts.setPlatformAPI({
  measureText(text, font = '12px') {
    const size = Number(/([\d.]+)px/.exec(font)?.[1] ?? 12);
    const letters = [...text].map((letter) => (letter > '\u2e7f' ? 1 : LETTER_WIDTH));
    return { width: size * letters.reduce((sum, width) => sum + width, 0) };
  },
});

/** Middle tones that read on white and on near-black alike: a chart is drawn once for both. Text is in the page's ink. */
export const colours = {
  first: '#3b82f6',
  second: '#f59e0b',
  third: '#ef4444',
  fourth: '#10b981',
  axis: 'currentColor',
};

/** How every axis looks. */
export const axisStyle = {
  axisLabel: { color: colours.axis },
  axisLine: { lineStyle: { color: colours.axis } },
  nameTextStyle: { color: colours.axis },
  splitLine: { lineStyle: { color: colours.axis, opacity: 0.25 } },
};

/** A chart in two widths, as SVG text: scaled down to a telephone, the text of a wide one could not be read. */
export interface Drawing {
  readonly wide: string;
  readonly narrow: string;
}

/** Whether a chart is drawn for a narrow page. */
export type Width = keyof Drawing;

/** How wide a drawing is, in units of which a letter takes about seven; pages show it at about this many pixels. */
const widths: Readonly<Record<Width, number>> = { wide: 860, narrow: 340 };

/** The width that the longest of some texts takes: without a browser a letter is taken for seven pixels. */
export function widthOf(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(({ length }) => length)) * 7;
}

/** Two digits after the point are enough for a drawing, and keep it small. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/**
 * Draws what an ECharts option says (https://echarts.apache.org/en/option.html), in both widths.
 *
 * @param chart the option and the height for a width
 */
export function draw(chart: (width: Width) => { readonly height: number; readonly option: object }): Drawing {
  return { wide: drawn('wide', chart('wide')), narrow: drawn('narrow', chart('narrow')) };
}

function drawn(
  name: Width,
  { height, option }: { readonly height: number; readonly option: object },
): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: widths[name], height });
  chart.setOption({ animation: false, ...option });
  const svg = chart.renderToSVGString({ useViewBox: true });
  chart.dispose();
  return svg;
}
