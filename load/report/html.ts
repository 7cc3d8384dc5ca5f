import type { RunRecord } from '../run/record.ts';
import {
  arrivalChart,
  costChart,
  failureChart,
  failureKindChart,
  histogramChart,
  latencyChart,
  routeChart,
  throughputChart,
  wantedRates,
} from './charts.ts';
import { awsSection, costTables, money } from './cost.ts';
import { escapeHtml, figure, table, tiles } from './elements.ts';
import { count, duration, nothing, ofSamples, rate, several, share } from './format.ts';
import { type Part, page } from './page.ts';
import { factTable, figureTable, phaseTable, routeTable, thresholdTable } from './tables.ts';
import { heldTo } from './terminal.ts';
import { verdict } from './thresholds.ts';

/** A run's page: verdict first, then what to be wary of, charts and tables, and how to run it again. */
export function htmlReport(record: RunRecord): string {
  const when = `${new Date(record.startedAt).toUTCString()}, ${record.durationSeconds.toFixed(1)} s`;
  return page(
    {
      title: `Load: ${record.scenarios.join(' + ')}, ${record.workload}, on ${record.target.name}`,
      verdict: { sentence: verdict(record), isGood: record.passed },
      warnings: record.warnings,
      errors: errorList(record),
      summary: `<p>${escapeHtml(`${when}. ${heldTo(record)}`)}.</p>\n${totals(record)}`,
    },
    partsOf(record),
  );
}

function partsOf(record: RunRecord): Part[] {
  return [
    { heading: 'Arrivals', content: arrivals(record) },
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

function facts(record: RunRecord): string {
  const { name, apiUrl } = record.target;
  return factTable('Under what this was measured', ['target', `${name}, ${apiUrl}`], record);
}

/** The first errors of k6, which explain more than any figure. */
function errorList({ errors }: RunRecord): string {
  if (errors.length === 0) return '';
  const items = errors.map(
    ({ message, count: times }) => `<li>${count(times)} × <code>${escapeHtml(message)}</code></li>`,
  );
  return `<div class="errors"><p>The first errors:</p><ul>${items.join('')}</ul></div>\n`;
}

function totals({ totals: all, figures, counters }: RunRecord): string {
  const approvals = figures.find(({ name }) => name === 'approval_latency');
  return tiles([
    ['requests', count(all.requests)],
    ['rate', rate(all.requestsPerSecond)],
    ['failed', ofSamples(all.requests, [share(all.failedShare)])[0] ?? nothing],
    ['p95', ofSamples(all.requests, [duration(all.latency.p95)])[0] ?? nothing],
    ['arrivals dropped', count(all.droppedIterations)],
    ...(approvals ? ([['approval p95', duration(approvals.p95)]] as const) : []),
    ...counters.map(({ name, perSecond }) => [name, rate(perSecond)] as const),
  ]);
}

function arrivals(record: RunRecord): string {
  if (record.timeline.length === 0) return '';
  const planned = record.arrivals.reduce((sum, each) => sum + each.planned, 0);
  const begun = record.arrivals.reduce((sum, each) => sum + each.begun, 0);
  const users = Math.max(...record.timeline.map(({ virtualUsers }) => virtualUsers));
  const summary =
    `${count(begun)} of ${count(planned)} iterations that the workload wants were begun, ` +
    `${rate(Math.max(...wantedRates(record)))} at the most, by up to ${several(users, 'virtual user')}`;
  const what = 'Iterations per second, wanted and begun, and virtual users over time';
  return figure(what, summary, arrivalChart(record));
}

function throughput(record: RunRecord): string {
  const { timeline } = record;
  if (timeline.length === 0) return '';
  const rates = timeline.map(({ requestsPerSecond }) => requestsPerSecond);
  const summary = `${rate(record.totals.requestsPerSecond)} on average, ${rate(Math.max(...rates))} at the most`;
  return figure('Requests per second over time', summary, throughputChart(record));
}

function latency(record: RunRecord): string {
  const slowest = record.timeline.reduce((worst, point) => (point.p95Ms > worst.p95Ms ? point : worst), {
    p95Ms: 0,
    seconds: 0,
  });
  if (slowest.p95Ms === 0) return '';
  const summary = `The 95th percentile was at its highest, ${duration(slowest.p95Ms)}, after ${Math.round(slowest.seconds)} s`;
  return figure('Median, 95th and 99th percentile of all requests over time', summary, latencyChart(record));
}

function distribution(record: RunRecord): string {
  const { distribution: quantiles, latency: all } = record.totals;
  if (quantiles.length === 0) return '';
  const summary = `Half took ${duration(all.median)} or less, one in a hundred more than ${duration(all.p99)}, the slowest ${duration(all.max)}`;
  return figure('Share of all requests by how long they took', summary, histogramChart(quantiles));
}

function failures(record: RunRecord): string {
  return failuresOverTime(record) + failuresByKind(record);
}

function failuresOverTime({ timeline, totals: all }: RunRecord): string {
  if (timeline.length === 0 || all.requests === 0) return '';
  const worst = Math.max(...timeline.map(({ failed }) => failed));
  const summary = `${share(all.failedShare)} of all, ${share(worst)} in the worst second`;
  return figure('Share of failed requests over time', summary, failureChart({ timeline }));
}

function failuresByKind({ failures: kinds, totals: all }: RunRecord): string {
  if (all.requests === 0) return '<p>No request was sent.</p>';
  const [most] = kinds;
  if (!most) return '<p>Every request was answered as its scenario expects.</p>';
  const summary = `Most frequent is ${most.kind}, ${count(most.count)} of ${count(all.requests)} requests`;
  const rows = kinds.map(({ kind, count: times }) => [kind, count(times)]);
  return (
    figure('Unexpected answers by kind, after retries', summary, failureKindChart({ failures: kinds })) +
    table('Unexpected answers by kind', ['answer', 'count'], rows)
  );
}

function routes(record: RunRecord): string {
  const called = record.routes.filter((route) => route.count > 0);
  const [first] = called;
  if (!first) return routeTable(record);
  const slowest = called.reduce((worst, route) => (route.p95 > worst.p95 ? route : worst), first);
  const summary = `The slowest is ${slowest.route}`;
  return figure('Median and 95th percentile of each route', summary, routeChart(called)) + routeTable(record);
}

function cost(record: RunRecord): string {
  if (!record.cost) return '';
  const { whole } = record.cost;
  const [dearest] = whole.services;
  if (!dearest) return '';
  const summary =
    `${money(whole.monthly.total)} for ${count(whole.monthly.requests)} requests a month, ` +
    `${money(dearest.monthly)} of it for ${dearest.service}`;
  return figure('What each service would cost a month', summary, costChart(whole)) + costTables(record.cost);
}
