import type { RunRecord } from '../run/record.ts';
import { durations, routeCells } from './cells.ts';
import { costSentence } from './cost.ts';
import { count } from './format.ts';
import { heldTo, totalsSentence } from './terminal.ts';
import { sortedThresholds, verdict } from './thresholds.ts';

/** The run as Markdown, for a pull request or the summary of a CI job: the verdict, then what to be wary of, thresholds, routes and cost. */
export function markdownSummary(record: RunRecord): string {
  const notes = notesOf(record);
  return [
    `### ${record.passed ? '✅' : '❌'} ${inText(verdict(record))}`,
    '',
    `Load: ${record.scenarios.join(' + ')}, ${record.workload}, on ${heldTo(record)}. ${totalsSentence(record)}.`,
    '',
    ...notes.map((note) => `- ${inText(note)}`),
    ...(notes.length > 0 ? [''] : []),
    ...crossedTable(record),
    ...routeTable(record),
    '',
    ...(record.cost && record.cost.whole.total > 0 ? [costSentence(record.cost), ''] : []),
    `${record.machine.processor}, ${record.machine.cores} cores; ${Object.entries(record.versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}. Again: \`${record.command}\``,
    '',
  ].join('\n');
}

function notesOf({ warnings, errors, failures }: RunRecord): string[] {
  return [
    ...warnings.map((warning) => `note: ${warning}`),
    ...errors.map(({ message, count: times }) => `error: ${count(times)} × ${message}`),
    ...failures.map(({ kind, count: times }) => `unexpected answers: ${count(times)} × ${kind}`),
  ];
}

/** The thresholds that were crossed, with their limits; the others are not named one by one. */
function crossedTable(record: RunRecord): string[] {
  const crossed = sortedThresholds(record).filter(({ held }) => !held);
  if (crossed.length === 0) return [];
  const rows = crossed.map(({ what, measured, limit }) => [`❌ ${what}`, measured ?? 'no samples', limit]);
  return [...table(['crossed', 'measured', 'limit'], rows), ''];
}

function routeTable({ routes, figures }: RunRecord): string[] {
  const statistics = ['median', 'p95', 'p99'] as const;
  const rows = routes.map((route) => [`\`${route.route}\``, ...routeCells(route, statistics)]);
  const own = figures.map((one) => [
    one.name.replaceAll('_', ' '),
    count(one.count),
    '',
    '',
    ...durations(one, statistics),
  ]);
  return table(['route', 'requests', 'rate', 'failed', ...statistics], [...rows, ...own]);
}

/** A table of Markdown; the first column to the left, the others to the right. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map(inCell).join(' | ')} |`;
  return [line(header), line(header.map((_, column) => (column === 0 ? ':--' : '--:'))), ...rows.map(line)];
}

/** A table of a document that is kept, its columns as wide as their cells: names to the left, figures to the right. */
export function alignedTable(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = header.map((_, column) =>
    Math.max(3, ...[header, ...rows].map((row) => row[column]?.length ?? 0)),
  );
  const isLeft = (column: number) => column === 0 || header[column] === '';
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => (cells[column] ?? '')[isLeft(column) ? 'padEnd' : 'padStart'](width)).join(' | ')} |`;
  const rule = widths.map((width, column) =>
    isLeft(column) ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(header), line(rule), ...rows.map(line)];
}

/** A bar would end the cell. */
function inCell(text: string): string {
  return inText(text).replaceAll('|', '\\|');
}

/** Text in which nothing is markup but what code marks off: a name or an error may hold anything. */
function inText(text: string): string {
  return text.startsWith('`') ? text : text.replace(/[\\<>*_[\]`]/g, '\\$&');
}
