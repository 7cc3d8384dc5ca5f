import { escapeHtml, figure, table, tiles } from '../report/elements.ts';
import { change, rate, share } from '../report/format.ts';
import { type Part, page } from '../report/page.ts';
import { factTable } from '../report/tables.ts';
import type { Machine } from '../run/record.ts';
import { intervalChart, WIDEST } from './interval-chart.ts';
import { basis, header, type Names, rowsOf, sentence, smallestSeen, weaknesses } from './report.ts';
import { type Comparison, nameOf } from './verdict.ts';

/** What a comparison's page says besides its figures. */
export interface ComparisonFacts {
  readonly names: Names;
  /** ISO 8601. */
  readonly comparedAt: string;
  /** The machine that compared; runs that were made before may be of another. */
  readonly machine: Machine;
  readonly versions: Readonly<Record<string, string>>;
  /** The command that compares the same again. */
  readonly command: string;
}

/** A comparison as one self-contained page, like that of a run: verdict first, then reasons, intervals and figures. */
export function htmlComparison(comparison: Comparison, facts: ComparisonFacts): string {
  const { a, b } = facts.names;
  const { requestsPerSecond, failedShare } = comparison;
  const sides = table(
    'What was compared',
    ['side', 'what'],
    [
      ['A', a],
      ['B, judged against A', b],
    ],
  );
  const totals = tiles([
    ['requests/s of A', rate(requestsPerSecond.a)],
    ['requests/s of B', rate(requestsPerSecond.b)],
    ['failed of A', share(failedShare.a)],
    ['failed of B', share(failedShare.b)],
  ]);
  return page(
    {
      title: `Comparison: ${b} against ${a}`,
      verdict: {
        sentence: sentence(comparison),
        isGood: comparison.verdict !== 'worse',
        isWeak: comparison.caveats.length > 0,
      },
      warnings: warningsOf(comparison),
      summary: `${reasonList(comparison)}${sides}${totals}`,
    },
    partsOf(comparison, facts),
  );
}

/** A change that is missed by so much more than would be called one says that the rounds showed little. */
const COARSE = 0.2;

function warningsOf(comparison: Comparison): string[] {
  return [...weaknesses(comparison), ...coarse(comparison)];
}

function coarse(comparison: Comparison): string[] {
  const seen = smallestSeen(comparison);
  if (comparison.verdict !== 'no difference seen' || seen <= COARSE) return [];
  return [
    `These rounds tell little: only a change of ${change(seen, false)} or more would have been seen. The machine had ` +
      'something else to do, or there were too few rounds.',
  ];
}

function reasonList({ reasons }: Comparison): string {
  if (reasons.length === 0) return '';
  return `<ul>${reasons.map((reason) => `<li>${escapeHtml(reason)}</li>`).join('')}</ul>`;
}

function partsOf(comparison: Comparison, facts: ComparisonFacts): Part[] {
  return [
    { heading: 'Intervals', content: intervals(comparison) },
    { heading: 'Figures', content: table('Each figure of both sides', header, rowsOf(comparison)) },
    { heading: 'How it was judged', content: how(comparison) },
    { heading: 'Machine and versions', content: machineOf(facts) },
    { heading: 'Compare again', content: `<p><code>${escapeHtml(facts.command)}</code></p>` },
  ];
}

function intervals({ figures }: Comparison): string {
  const [summary] = figures;
  if (!summary) return '';
  const changed = figures.filter(({ verdict }) => verdict !== 'no difference seen');
  const called =
    changed.length === 0
      ? 'none is called different'
      : `called different: ${changed.map((each) => `${nameOf(each)} (${each.verdict})`).join('; ')}`;
  const summaryOfAll =
    `In all, ${summary.figure}: ${change(summary.change.estimate)}, likely between ${change(summary.change.low)} and ` +
    `${change(summary.change.high)}; of ${figures.length} figures ${called}`;
  const isCut = figures.some(({ change }) => Math.max(change.high, change.estimate) * 100 > WIDEST);
  const description =
    'Change of each figure from A to B, to the right for slower: a point with its interval, the grey band within which ' +
    `nothing is called a change, and the line of no change${isCut ? `; cut off at ${WIDEST} %` : ''}`;
  return figure(description, summaryOfAll, intervalChart(figures));
}

function how(comparison: Comparison): string {
  const rows = comparison.figures.map((each) => [
    nameOf(each),
    change(each.floor, false),
    `${(each.change.confidence * 100).toFixed(2)} %`,
  ]);
  return (
    `<p>${escapeHtml([basis(comparison), ...comparison.notes].join(' '))} A figure is called different when its interval leaves out no change and ` +
    'the change is larger than its floor.</p>' +
    table('What is called a change', ['figure', 'floor', 'confidence of the interval'], rows)
  );
}

function machineOf(facts: ComparisonFacts): string {
  const when = new Date(facts.comparedAt).toUTCString();
  return factTable('Where this was compared', ['when', when], facts);
}
