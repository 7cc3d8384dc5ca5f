import type { RunRecord } from '../run/record.ts';
import {
  costChart,
  failureChart,
  failureKindChart,
  histogramChart,
  latencyChart,
  routeChart,
  throughputChart,
} from './charts.ts';
import { awsSection, costTables, money } from './cost.ts';
import { escapeHtml, figure, table, tiles } from './elements.ts';
import { count, duration, rate, share } from './format.ts';
import { type Part, page } from './page.ts';
import { heldTo } from './terminal.ts';
import { sortedThresholds, verdict } from './thresholds.ts';

/** A run's page: verdict first, then what to be wary of, charts and tables, and how to run it again. */
export function htmlReport(record: RunRecord): string {
  const when = `${new Date(record.startedAt).toUTCString()}, ${record.durationSeconds.toFixed(1)} s`;
  return page(
    {
      title: `Load: ${record.scenarios.join(' + ')}, ${record.workload}, on ${record.target.name}`,
      verdict: { sentence: verdict(record), isGood: record.passed },
      warnings: record.warnings,
      summary: `<p>${escapeHtml(`${when}. ${heldTo(record)}`)}.</p>\n${errorList(record)}${totals(record)}`,
    },
    partsOf(record),
  );
}

function partsOf(record: RunRecord): Part[] {
  return [
    { heading: 'Throughput', content: throughput(record) },
    { heading: 'Latency', content: latency(record) },
    { heading: 'Distribution', content: distribution(record) },
    { heading: 'Failures', content: failures(record) },
    { heading: 'Routes', content: routes(record) },
    { heading: 'Phases', content: phaseTable(record) },
    { heading: 'Figures of the scenarios', content: figureTable(record) },
    { heading: 'Cost', content: cost(record) },
    { heading: "At AWS's side", content: awsSection(record) },
    { heading: 'Thresholds', content: thresholdTable(record) },
    { heading: 'Machine and versions', content: facts(record) },
    { heading: 'Run it again', content: `<p><code>${escapeHtml(record.command)}</code></p>` },
  ];
}

/** The first errors of k6, which explain more than any figure. */
function errorList({ errors }: RunRecord): string {
  if (errors.length === 0) return '';
  const items = errors.map(
    ({ message, count: times }) => `<li>${count(times)} × <code>${escapeHtml(message)}</code></li>`,
  );
  return `<p>The first errors:</p><ul>${items.join('')}</ul>`;
}

function totals({ totals: all, figures, counters }: RunRecord): string {
  const approvals = figures.find(({ name }) => name === 'approval_latency');
  return tiles([
    ['requests', count(all.requests)],
    ['rate', rate(all.requestsPerSecond)],
    ['failed', share(all.failedShare)],
    ['p95', duration(all.latency.p95)],
    ['arrivals dropped', count(all.droppedIterations)],
    ...(approvals ? ([['approval p95', duration(approvals.p95)]] as const) : []),
    ...counters.map(({ name, perSecond }) => [name, rate(perSecond)] as const),
  ]);
}

function throughput(record: RunRecord): string {
  const { timeline } = record;
  if (timeline.length === 0) return '';
  const rates = timeline.map(({ requestsPerSecond }) => requestsPerSecond);
  const said = `${rate(record.totals.requestsPerSecond)} on average, ${rate(Math.max(...rates))} at the most`;
  return figure('Requests per second and virtual users over time', said, throughputChart(record));
}

function latency(record: RunRecord): string {
  const slowest = record.timeline.reduce((worst, point) => (point.p95Ms > worst.p95Ms ? point : worst), {
    p95Ms: 0,
    seconds: 0,
  });
  if (slowest.p95Ms === 0) return '';
  const said = `The 95th percentile was at its highest, ${duration(slowest.p95Ms)}, after ${Math.round(slowest.seconds)} s`;
  return figure('Median, 95th and 99th percentile of all requests over time', said, latencyChart(record));
}

function distribution(record: RunRecord): string {
  const { distribution: quantiles, latency: all } = record.totals;
  if (quantiles.length === 0) return '';
  const said = `Half took ${duration(all.median)} or less, one in a hundred more than ${duration(all.p99)}, the slowest ${duration(all.max)}`;
  return figure('Share of all requests by how long they took', said, histogramChart(quantiles));
}

function failures(record: RunRecord): string {
  return failuresOverTime(record) + failuresByKind(record);
}

function failuresOverTime({ timeline, totals: all }: RunRecord): string {
  if (timeline.length === 0) return '';
  const worst = Math.max(...timeline.map(({ failed }) => failed));
  const said = `${share(all.failedShare)} of all, ${share(worst)} in the worst second`;
  return figure('Share of failed requests over time', said, failureChart({ timeline }));
}

function failuresByKind({ failures: kinds, totals: all }: RunRecord): string {
  const [most] = kinds;
  if (!most) return '<p>Every request was answered as its scenario expects.</p>';
  const said = `Most frequent is ${most.kind}, ${count(most.count)} of ${count(all.requests)} requests`;
  const rows = kinds.map(({ kind, count: times }) => [kind, count(times)]);
  return (
    figure('Unexpected answers by kind, after retries', said, failureKindChart({ failures: kinds })) +
    table('Unexpected answers by kind', ['answer', 'count'], rows)
  );
}

function routes(record: RunRecord): string {
  if (record.routes.length === 0) return '';
  const slowest = record.routes.reduce((worst, route) => (route.p95 > worst.p95 ? route : worst));
  const said = `The slowest is ${slowest.route}`;
  const rows = record.routes.map((route) => [
    route.route,
    count(route.count),
    rate(route.requestsPerSecond),
    share(route.failedShare),
    ...[route.median, route.p90, route.p95, route.p99, route.max].map(duration),
  ]);
  const header = ['route', 'requests', 'rate', 'failed', 'median', 'p90', 'p95', 'p99', 'max'];
  return (
    figure('Median and 95th percentile of each route', said, routeChart(record)) +
    table('Figures of each route', header, rows)
  );
}

function phaseTable({ phases }: RunRecord): string {
  const rows = phases.map(
    ({ phase, seconds, requests, requestsPerSecond, failedShare, latency: of, ...rest }) => [
      phase,
      `${Math.round(seconds)} s`,
      count(requests),
      rate(requestsPerSecond),
      share(failedShare),
      count(rest.throttled),
      ...[of.median, of.p95, of.p99, of.max].map(duration),
    ],
  );
  const header = ['phase', 'planned', 'requests', 'rate', 'failed', '429', 'median', 'p95', 'p99', 'max'];
  return table('Figures of each phase of the workload', header, rows) + phaseRoutes(phases);
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
      ...[route.median, route.p95, route.p99].map(duration),
    ]),
  );
  return table(
    'Each route in each phase',
    ['route', 'phase', 'requests', 'failed', 'median', 'p95', 'p99'],
    rows,
  );
}

function cost(record: RunRecord): string {
  if (!record.cost) return '';
  const { whole } = record.cost;
  const [dearest] = whole.services;
  if (!dearest) return '';
  const said =
    `${money(whole.monthly.total)} for ${count(whole.monthly.requests)} requests a month, ` +
    `${money(dearest.monthly)} of it for ${dearest.service}`;
  return figure('What each service would cost a month', said, costChart(whole)) + costTables(record.cost);
}

function figureTable({ figures }: RunRecord): string {
  const rows = figures.map((one) => [
    one.name.replaceAll('_', ' '),
    count(one.count),
    ...[one.median, one.p95, one.p99, one.max].map(duration),
  ]);
  const header = ['figure', 'samples', 'median', 'p95', 'p99', 'max'];
  return table('What the scenarios measure themselves', header, rows);
}

function thresholdTable(record: RunRecord): string {
  const rows = sortedThresholds(record).map(({ what, limit, measured, held }) => [
    what,
    measured ?? 'no samples',
    limit,
    held ? 'held' : 'crossed',
  ]);
  return table('What had to hold', ['what', 'measured', 'limit', 'verdict'], rows);
}

function facts({ machine, versions, target }: RunRecord): string {
  return table(
    'Under what this was measured',
    ['what', 'which'],
    [
      ['target', `${target.name}, ${target.apiUrl}`],
      [
        'machine',
        `${machine.processor}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.system}`,
      ],
      ...Object.entries(versions),
    ],
  );
}
