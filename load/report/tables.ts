import type { RunRecord } from '../run/record.ts';
import { durations, routeCells } from './cells.ts';
import { table } from './elements.ts';
import { count, ofSamples, rate, share } from './format.ts';

import { sortedThresholds } from './thresholds.ts';

/** The statistics that most tables have. */
const upper = ['median', 'p95', 'p99', 'max'] as const;

/** Every threshold with its unit and limit; those that were crossed are on top, and coloured. */
export function thresholdTable(record: RunRecord): string {
  const sorted = sortedThresholds(record);
  const rows = sorted.map(({ what, limit, measured, held }) => [
    what,
    measured ?? 'no samples',
    limit,
    verdictOf(held, measured),
  ]);
  const header = ['what', 'measured', 'limit', 'verdict'];
  return table('What had to hold', header, rows, (row) => (sorted[row]?.held ? 'held' : 'crossed'));
}

/** What was not promised and did not happen neither held nor crossed. */
function verdictOf(held: boolean, measured: string | undefined): string {
  if (!held) return '✗ crossed';
  return measured === undefined ? '– not asked for' : '✓ held';
}

/** What each route did; nothing but that it got no request where it got none. */
export function routeTable({ routes }: RunRecord): string {
  const statistics = ['median', 'p90', 'p95', 'p99', 'max'] as const;
  const rows = routes.map((route) => [route.route, ...routeCells(route, statistics)]);
  const header = ['route', 'requests', 'rate', 'failed', ...statistics];
  return table('Figures of each route', header, rows);
}

/** What each phase did, beside the arrivals that the workload wants in it. */
export function phaseTable({ phases }: RunRecord): string {
  const rows = phases.map(({ phase, seconds, planned, begun, requests, latency: of, ...rest }) => [
    phase,
    `${Math.round(seconds)} s`,
    rate(planned / seconds),
    rate(begun / seconds),
    count(requests),
    ...ofSamples(requests, [
      rate(rest.requestsPerSecond),
      share(rest.failedShare),
      count(rest.throttled),
      ...durations(of, upper),
    ]),
  ]);
  const header = ['phase', 'lasted', 'wanted', 'begun', 'requests', 'rate', 'failed', '429', ...upper];
  return (
    table('Each phase of the workload: iterations wanted and begun, and its requests', header, rows) +
    phaseRoutes(phases)
  );
}

/** Where a workload has several rates, each route under each of them. */
function phaseRoutes(phases: RunRecord['phases']): string {
  const steady = phases.filter(({ routes: of }) => of.length > 0);
  if (steady.length < 2) return '';
  const rows = steady.flatMap(({ phase, routes: of }) =>
    of.map((route) => [
      route.route,
      phase,
      count(route.count),
      share(route.failedShare),
      ...durations(route, ['median', 'p95', 'p99']),
    ]),
  );
  return table(
    'Each route in each phase',
    ['route', 'phase', 'requests', 'failed', 'median', 'p95', 'p99'],
    rows,
  );
}

/** The figures that scenarios measure themselves. */
export function figureTable({ figures }: RunRecord): string {
  const rows = figures.map((one) => [
    one.name.replaceAll('_', ' '),
    count(one.count),
    ...durations(one, upper),
  ]);
  const header = ['figure', 'samples', ...upper];
  return table('What the scenarios measure themselves', header, rows);
}

/** Under what something was measured: one fact of its own, machine, versions. */
export function factTable(
  caption: string,
  own: readonly [what: string, which: string],
  { machine, versions }: Pick<RunRecord, 'machine' | 'versions'>,
): string {
  return table(
    caption,
    ['what', 'which'],
    [
      own,
      [
        'machine',
        `${machine.processor}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.system}`,
      ],
      ...Object.entries(versions),
    ],
  );
}
