import type { RunRecord } from '../run/record.ts';
import { durations, routeCells } from './cells.ts';
import { costSummary } from './cost.ts';
import { count, ofSamples, rate, several, share } from './format.ts';
import { crossings, tally } from './thresholds.ts';

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

/** Whose limits a run was held to; a share of the workload's rate is named where it is not the whole. */
export function heldTo({ target: { name, thresholds, rateShare } }: RunRecord): string {
  return `${name}, held to the limits of ${thresholds}${rateShare === 1 ? '' : `, at ${Math.round(rateShare * 100)} % of the rate`}`;
}

/** What a run measured, for a terminal. */
export function terminalSummary(record: RunRecord): string {
  return [
    '',
    ...(record.phases.length > 1 ? [table(phaseRows(record)), ''] : []),
    table(routeRows(record)),
    '',
    `  ${totalsSentence(record)}`,
    ...(record.secondsToFirstRequest === undefined
      ? []
      : [`  first request after ${record.secondsToFirstRequest.toFixed(1)} s`]),
    ...record.failures.map(({ kind, count: times }) => `  unexpected: ${count(times)} × ${kind}`),
    ...record.errors.map(({ message, count: times }) => `  error: ${count(times)} × ${message}`),
    ...record.warnings.map((warning) => `  note: ${warning}`),
    '',
    ...costSummary(record, table),
    ...crossings(record).map((one) => `  crossed: ${one}`),
    `  ${heldTo(record)}: ${tally(record)}`,
    '',
  ].join('\n');
}

/** How much was sent, in a sentence without its end. */
export function totalsSentence({ totals, durationSeconds }: RunRecord): string {
  const [failed] = ofSamples(totals.requests, [share(totals.failedShare)]);
  const thrown =
    totals.thrownIterations > 0 ? `, ${several(totals.thrownIterations, 'iteration')} threw` : '';
  return (
    `${several(totals.requests, 'request')} in ${durationSeconds.toFixed(1)} s (${rate(totals.requestsPerSecond)}), ` +
    `${failed} failed, ${several(totals.droppedIterations, 'arrival')} dropped${thrown}`
  );
}

function phaseRows({ phases }: RunRecord): string[][] {
  const header = ['phase', 'arrivals', 'wanted', 'requests', 'rate', 'failed', ...statistics];
  const rows = phases.map(({ phase, seconds, planned, begun, requests, latency, ...of }) => [
    phase,
    rate(begun / seconds),
    rate(planned / seconds),
    count(requests),
    ...ofSamples(requests, [
      rate(of.requestsPerSecond),
      share(of.failedShare),
      ...durations(latency, statistics),
    ]),
  ]);
  return [header, ...rows];
}

function routeRows({ routes, figures, counters }: RunRecord): string[][] {
  return [
    ['route', 'requests', 'rate', 'failed', ...statistics],
    ...routes.map((route) => [route.route, ...routeCells(route, statistics)]),
    ...figures.map((figure) => [figure.name, count(figure.count), '', '', ...durations(figure, statistics)]),
    ...counters.map(({ name, count: total, perSecond }) => [
      name,
      count(total),
      rate(perSecond),
      '',
      ...statistics.map(() => ''),
    ]),
  ];
}

const statistics = ['median', 'p95', 'p99', 'max'] as const;
