import type { RunRecord } from '../run/record.ts';
import { failureChart, histogramChart, latencyChart, routeChart, throughputChart } from './charts.ts';
import { awsSection, costSection } from './cost.ts';
import { escapeHtml, figure, idOf, section, table, tiles } from './elements.ts';
import { count, duration, rate, share } from './format.ts';
import { style } from './style.ts';
import { heldTo, verdict } from './terminal.ts';

/** A part of the page: its heading, and its HTML; none where there is nothing to say. */
interface Part {
  readonly heading: string;
  readonly content: string;
}

/** One self-contained page: verdict first, then charts and tables, then how to run it again. No script, no request. */
export function htmlReport(record: RunRecord): string {
  const title = `Load: ${record.scenarios.join(' + ')}, ${record.workload}, on ${record.target.name}`;
  const parts = partsOf(record).filter(({ content }) => content !== '');
  const contents = parts.map(
    ({ heading }) => `<li><a href="#${idOf(heading)}">${escapeHtml(heading)}</a></li>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
<p class="verdict ${record.passed ? 'held' : 'crossed'}">${escapeHtml(verdict(record))}</p>
<p>${escapeHtml(`${new Date(record.startedAt).toUTCString()}, ${record.durationSeconds.toFixed(1)} s`)}. ${escapeHtml(heldTo(record))}.</p>
${totals(record)}
<nav aria-label="Contents"><ul>${contents.join('')}</ul></nav>
${parts.map(({ heading, content }) => section(heading, content)).join('\n')}
</main>
</body>
</html>
`;
}

function partsOf(record: RunRecord): Part[] {
  return [
    { heading: 'Throughput', content: throughput(record) },
    { heading: 'Latency', content: latency(record) },
    { heading: 'Distribution', content: distribution(record) },
    { heading: 'Failures', content: failures(record) },
    { heading: 'Routes', content: routes(record) },
    { heading: 'Figures of the scenarios', content: figureTable(record) },
    { heading: 'Cost', content: costSection(record) },
    { heading: "At AWS's side", content: awsSection(record) },
    { heading: 'Thresholds', content: thresholdTable(record) },
    { heading: 'Machine and versions', content: facts(record) },
    { heading: 'Run it again', content: `<p><code>${escapeHtml(record.command)}</code></p>` },
  ];
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
  if (record.timeline.length === 0) return '';
  const worst = Math.max(...record.timeline.map(({ failed }) => failed));
  const said = `${share(record.totals.failedShare)} of all, ${share(worst)} in the worst second`;
  return figure('Share of failed requests over time', said, failureChart(record));
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

function figureTable({ figures }: RunRecord): string {
  const rows = figures.map((one) => [
    one.name.replaceAll('_', ' '),
    count(one.count),
    ...[one.median, one.p95, one.p99, one.max].map(duration),
  ]);
  const header = ['figure', 'samples', 'median', 'p95', 'p99', 'max'];
  return table('What the scenarios measure themselves', header, rows);
}

function thresholdTable({ thresholds }: RunRecord): string {
  const rows = thresholds.map(({ metric, expression, held, measured }) => [
    metric,
    expression,
    String(Math.round(measured * 1e4) / 1e4),
    held ? 'held' : 'crossed',
  ]);
  return table('What had to hold', ['metric', 'threshold', 'measured', 'verdict'], rows);
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
