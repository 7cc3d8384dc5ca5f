import type { RunRecord } from '../run/record.ts';
import { figuresOf } from './figures.ts';

/** Every figure of a run as CSV (RFC 4180): one line each, with a header. */
export function csv(record: RunRecord): string {
  const rows = figuresOf(record).map(({ metric, of, statistic, value, unit }) =>
    [record.startedAt, record.workload, record.target.name, metric, of, statistic, String(value), unit].map(
      field,
    ),
  );
  const header = ['started_at', 'workload', 'target', 'metric', 'of', 'statistic', 'value', 'unit'];
  return [header, ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}

function field(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
