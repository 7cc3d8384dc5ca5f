import { count, duration, ofSamples, rate, share } from '../report/format.ts';
import { table } from '../report/terminal.ts';
import type { BreakpointReport } from './run.ts';

/** What a search found, for a terminal: every try, the rate, and what gave in above it. */
export function breakpointSummary(report: BreakpointReport): string {
  const header = ['share of the ordinary load', 'requests', 'p95', 'failed', '429', 'dropped', 'k6', ''];
  const rows = report.tries.map((one) => [
    times(one.share),
    ...ofSamples(one.requests, [
      rate(one.requestsPerSecond),
      duration(one.p95),
      share(one.failedShare),
      count(one.throttled),
    ]),
    count(one.droppedIterations),
    one.generatorShare === undefined ? '' : share(one.generatorShare),
    one.held ? 'held' : 'did not hold',
  ]);
  return ['', table([header, ...rows]), '', ...verdictOf(report).map((line) => `  ${line}`), ''].join('\n');
}

function verdictOf({
  share: found,
  interrupted,
  iterationsPerSecond,
  requestsPerSecond,
  limit,
  cap,
}: BreakpointReport): string[] {
  const rates = Object.entries(iterationsPerSecond).map(([name, value]) => `${value.toFixed(1)} ${name}/s`);
  const reached = `${rates.join(', ')} (${rate(requestsPerSecond)} requests, ${times(found)} the ordinary load)`;
  const first =
    found === 0
      ? interrupted
        ? 'Interrupted before any load had held.'
        : 'Not even the least load held.'
      : interrupted
        ? `Interrupted: at least ${reached} held.`
        : `The highest load at which everything held, twice: ${reached}.`;
  if (!limit && interrupted) return [first];
  if (!limit) {
    return [
      first,
      'Nothing gave in: this is the most that was asked for.',
      ...(cap ? [`${cap.reason}.`] : []),
    ];
  }
  const { culprit } = limit;
  return [
    first,
    `At ${times(limit.share)} the ordinary load ${culprit.name} gave in first:`,
    ...culprit.evidence.map((sentence) => `  - ${sentence}`),
  ];
}

function times(value: number): string {
  return `${Number(value.toPrecision(3))} ×`;
}
