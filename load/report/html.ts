import type { RunRecord } from '../run/record.ts';
import { failureChart, latencyChart, routeChart, throughputChart } from './charts.ts';
import { count, duration, rate, share } from './format.ts';
import { heldTo, verdict } from './terminal.ts';

/** One self-contained page: verdict first, then charts and tables, then how to run it again. No script, no request. */
export function htmlReport(record: RunRecord): string {
  const title = `Load: ${record.scenarios.join(' + ')}, ${record.workload}, on ${record.target.name}`;
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
<p class="verdict ${record.passed ? 'held' : 'crossed'}" role="status">${escapeHtml(verdict(record))}</p>
<p>${escapeHtml(new Date(record.startedAt).toUTCString())}, ${record.durationSeconds.toFixed(1)} s; ${escapeHtml(heldTo(record))}</p>
${totals(record)}
${chart('Throughput', 'Requests per second and virtual users over time', throughputChart(record))}
${chart('Latency', 'Median, 95th and 99th percentile of all requests over time', latencyChart(record))}
${chart('Failures', 'Share of failed requests over time', failureChart(record))}
${chart('Routes', 'Median and 95th percentile of each route', routeChart(record))}
${routeTable(record)}
${figureTable(record)}
${thresholdTable(record)}
${facts(record)}
</main>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function chart(heading: string, description: string, svg: string): string {
  const accessible = svg.replace('<svg ', `<svg role="img" aria-label="${escapeHtml(description)}" `);
  return `<section><h2>${heading}</h2><figure>${accessible}<figcaption>${description}</figcaption></figure></section>`;
}

function totals({ totals: all, figures, counters }: RunRecord): string {
  const approvals = figures.find(({ name }) => name === 'approval_latency');
  const tiles: [string, string][] = [
    ['requests', count(all.requests)],
    ['rate', rate(all.requestsPerSecond)],
    ['failed', share(all.failedShare)],
    ['p95', duration(all.latency.p95)],
    ['arrivals dropped', count(all.droppedIterations)],
    ...(approvals ? ([['approval p95', duration(approvals.p95)]] as [string, string][]) : []),
    ...counters.map(({ name, perSecond }): [string, string] => [name, rate(perSecond)]),
  ];
  const items = tiles.map(
    ([name, value]) => `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd></div>`,
  );
  return `<dl class="tiles">${items.join('')}</dl>`;
}

function table(caption: string, header: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const head = header.map((cell) => `<th scope="col">${escapeHtml(cell)}</th>`).join('');
  const body = rows.map(
    ([first = '', ...rest]) =>
      `<tr><th scope="row">${escapeHtml(first)}</th>${rest.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`,
  );
  return `<section><h2>${caption}</h2><div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table></div></section>`;
}

function routeTable({ routes }: RunRecord): string {
  const rows = routes.map((route) => [
    route.route,
    count(route.count),
    rate(route.requestsPerSecond),
    share(route.failedShare),
    ...[route.median, route.p90, route.p95, route.p99, route.max].map(duration),
  ]);
  return table(
    'Figures by route',
    ['route', 'requests', 'rate', 'failed', 'median', 'p90', 'p95', 'p99', 'max'],
    rows,
  );
}

function figureTable({ figures }: RunRecord): string {
  const rows = figures.map((figure) => [
    figure.name.replaceAll('_', ' '),
    count(figure.count),
    ...[figure.median, figure.p95, figure.p99, figure.max].map(duration),
  ]);
  return table('Figures of the scenarios', ['figure', 'samples', 'median', 'p95', 'p99', 'max'], rows);
}

function thresholdTable({ thresholds }: RunRecord): string {
  const rows = thresholds.map(({ metric, expression, held, measured }) => [
    metric,
    expression,
    String(Math.round(measured * 1e4) / 1e4),
    held ? 'held' : 'crossed',
  ]);
  return table('Thresholds', ['metric', 'threshold', 'measured', ''], rows);
}

function facts({ machine, versions, target, command }: RunRecord): string {
  const rows = [
    ['target', `${target.name}, ${target.apiUrl}`],
    ['machine', `${machine.processor}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.system}`],
    ...Object.entries(versions),
    ['again', command],
  ];
  return table('Machine and versions', ['', ''], rows);
}

const style = `
:root { color-scheme: light dark; --ink: #1f2328; --paper: #fff; --line: #d1d9e0; --soft: #f6f8fa; --good: #1a7f37; --bad: #cf222e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117; --line: #30363d; --soft: #161b22; --good: #3fb950; --bad: #f85149; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 56rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.5rem; margin: 0 0 .5rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
.verdict { font-size: 1.25rem; font-weight: 600; padding: .6rem 1rem; border-left: .4rem solid; background: var(--soft); }
.held { border-color: var(--good); } .crossed { border-color: var(--bad); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .5rem; }
.tiles div { background: var(--soft); padding: .6rem .8rem; } dt { font-size: .8rem; } dd { margin: 0; font-size: 1.3rem; font-variant-numeric: tabular-nums; }
figure { margin: 0; } svg { width: 100%; height: auto; } figcaption { font-size: .85rem; opacity: .8; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; }
th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--line); text-align: right; } th:first-child { text-align: left; font-weight: 500; }
@media print { section { break-inside: avoid; } }
`;
