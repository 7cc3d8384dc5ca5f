import type { RunRecord } from '../run/record.ts';
import { costSummary } from './cost.ts';
import { count, duration, rate, share } from './format.ts';

/** A table of text with its columns aligned; the first to the left, the others to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `  ${line}`)
    .join('\n');
}

/** The verdict in a sentence. */
export function verdict(record: RunRecord): string {
  const crossed = record.thresholds.filter(({ held }) => !held);
  const early = record.interrupted ? 'Interrupted; of what was measured: ' : '';
  if (crossed.length === 0) return `${early}all ${record.thresholds.length} thresholds held`;
  return `${early}${crossed.length} of ${record.thresholds.length} thresholds crossed`;
}

/** Whose limits a run was held to; a share of the workload's rate is said where it is not the whole. */
export function heldTo({ target: { name, thresholds, rateShare } }: RunRecord): string {
  return `${name}, held to the limits of ${thresholds}${rateShare === 1 ? '' : `, at ${Math.round(rateShare * 100)} % of the rate`}`;
}

/** What a run measured, for a terminal. */
export function terminalSummary(record: RunRecord): string {
  const { totals } = record;
  const header = ['route', 'requests', 'rate', 'failed', 'median', 'p95', 'p99', 'max'];
  const routes = record.routes.map((route) => [
    route.route,
    count(route.count),
    rate(route.requestsPerSecond),
    share(route.failedShare),
    ...[route.median, route.p95, route.p99, route.max].map(duration),
  ]);
  const figures = record.figures.map((figure) => [
    figure.name,
    count(figure.count),
    '',
    '',
    ...[figure.median, figure.p95, figure.p99, figure.max].map(duration),
  ]);
  const counters = record.counters.map(({ name, count: total, perSecond }) => [
    name,
    count(total),
    rate(perSecond),
  ]);
  const crossed = record.thresholds
    .filter(({ held }) => !held)
    .map(
      ({ metric, expression, measured }) =>
        `  crossed: ${metric} ${expression}, measured ${Number(measured.toFixed(4))}`,
    );
  const phases = record.phases.map((phase) => [
    phase.phase,
    count(phase.requests),
    rate(phase.requestsPerSecond),
    share(phase.failedShare),
    ...[phase.latency.median, phase.latency.p95, phase.latency.p99, phase.latency.max].map(duration),
  ]);
  return [
    '',
    ...(phases.length > 1 ? [table([['phase', ...header.slice(1)], ...phases]), ''] : []),
    table([header, ...routes, ...figures, ...counters.map((row) => [...row, '', '', '', '', ''])]),
    '',
    `  ${count(totals.requests)} requests in ${record.durationSeconds.toFixed(1)} s (${rate(totals.requestsPerSecond)}), ` +
      `${share(totals.failedShare)} failed, ${count(totals.droppedIterations)} arrivals dropped`,
    ...(record.secondsToFirstRequest === undefined
      ? []
      : [`  first request after ${record.secondsToFirstRequest.toFixed(1)} s`]),
    ...record.failures.map(({ kind, count: times }) => `  unexpected: ${count(times)} × ${kind}`),
    ...record.warnings.map((warning) => `  note: ${warning}`),
    '',
    ...costSummary(record, table),
    ...crossed,
    `  ${heldTo(record)}: ${verdict(record)}`,
    '',
  ].join('\n');
}
