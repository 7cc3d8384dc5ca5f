import type { RunRecord } from '../run/record.ts';
import { type Figure, figuresOf } from './figures.ts';

/** OpenMetrics wants base units: seconds, and ratios. */
const UNITS: Readonly<Record<Figure['unit'], { suffix: string; perUnit: number }>> = {
  ms: { suffix: '_seconds', perUnit: 1_000 },
  share: { suffix: '_ratio', perUnit: 1 },
  'per second': { suffix: '_per_second', perUnit: 1 },
  count: { suffix: '', perUnit: 1 },
  USD: { suffix: '_usd', perUnit: 1 },
};

/**
 * Every figure of a run as gauges in OpenMetrics' text format, for a push gateway or a file exporter
 * (https://prometheus.io/docs/specs/om/open_metrics_spec/). A finished run counts no further, so nothing is a counter.
 */
export function openMetrics(record: RunRecord): string {
  const families = Map.groupBy(
    figuresOf(record),
    ({ metric, unit }) => `load_${metric}${UNITS[unit].suffix}`,
  );
  const labels = { target: record.target.name, workload: record.workload };
  const lines = [...families].flatMap(([name, figures]) => [
    `# TYPE ${name} gauge`,
    ...figures.map(
      ({ of, by, statistic, value, unit }) =>
        `${name}${labelled({ ...labels, ...(of && { [by]: of }), statistic })} ${value / UNITS[unit].perUnit}`,
    ),
  ]);
  return `${[...lines, '# EOF'].join('\n')}\n`;
}

function labelled(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return `{${pairs.join(',')}}`;
}

function escapeLabel(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
