import type { RunRecord } from '../run/record.ts';
import { costSentence } from './cost.ts';
import { count, duration, rate, share } from './format.ts';
import { heldTo, verdict } from './terminal.ts';

/** The run as Markdown, for a pull request or the summary of a CI job: the verdict, then what to be wary of, what was crossed, routes and cost. */
export function markdownSummary(record: RunRecord): string {
  const { totals, routes, figures } = record;
  const crossed = record.thresholds.filter(({ held }) => !held);
  const rows = routes.map((route) => [
    `\`${route.route}\``,
    count(route.count),
    rate(route.requestsPerSecond),
    share(route.failedShare),
    ...[route.median, route.p95, route.p99].map(duration),
  ]);
  const own = figures.map((one) => [
    one.name.replaceAll('_', ' '),
    count(one.count),
    '',
    '',
    ...[one.median, one.p95, one.p99].map(duration),
  ]);
  return [
    `### ${record.passed ? '✅' : '❌'} Load: ${record.scenarios.join(' + ')}, ${record.workload}`,
    '',
    `**${verdict(record)}** (${heldTo(record)}).`,
    '',
    `${count(totals.requests)} requests in ${record.durationSeconds.toFixed(1)} s (${rate(totals.requestsPerSecond)}), ` +
      `${share(totals.failedShare)} failed, ${count(totals.droppedIterations)} arrivals dropped.`,
    '',
    ...record.warnings.map((warning) => `- note: ${warning}`),
    ...crossed.map(
      ({ metric, expression, measured }) =>
        `- crossed: \`${metric}\` ${inCell(expression)}, measured ${Number(measured.toFixed(4))}`,
    ),
    ...record.failures.map(({ kind, count: times }) => `- unexpected answers: ${count(times)} × ${kind}`),
    ...(crossed.length + record.warnings.length + record.failures.length > 0 ? [''] : []),
    ...table(['route', 'requests', 'rate', 'failed', 'median', 'p95', 'p99'], [...rows, ...own]),
    '',
    ...(record.cost && record.cost.whole.total > 0 ? [costSentence(record.cost), ''] : []),
    `${record.machine.processor}, ${record.machine.cores} cores; ${Object.entries(record.versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}. Again: \`${record.command}\``,
    '',
  ].join('\n');
}

/** A table of Markdown; the first column to the left, the others to the right. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map(inCell).join(' | ')} |`;
  return [line(header), line(header.map((_, column) => (column === 0 ? ':--' : '--:'))), ...rows.map(line)];
}

/** A bar would end the cell. */
function inCell(text: string): string {
  return text.replaceAll('|', '\\|');
}
