import { change, duration, rate, share } from '../report/format.ts';
import { table } from '../report/terminal.ts';
import { type Comparison, nameOf } from './verdict.ts';

/** What was compared, in words. */
export interface Names {
  readonly a: string;
  readonly b: string;
}

/** The columns of {@link rowsOf}. */
export const header = ['figure', 'A', 'B', 'change', 'likely between', 'verdict'];

/** A comparison for a terminal. */
export function terminalComparison(comparison: Comparison, names: Names): string {
  return [
    '',
    `  A ${names.a}`,
    `  B ${names.b}`,
    '',
    table([header, ...rowsOf(comparison)]),
    '',
    `  ${basis(comparison)}`,
    ...comparison.notes.map((note) => `  ${note}`),
    ...weaknesses(comparison).map((weakness) => `  note: ${weakness}`),
    ...comparison.reasons.map((reason) => `  ${reason}`),
    `  ${sentence(comparison)}`,
    '',
  ].join('\n');
}

/** A comparison as Markdown, for a pull request: verdict first, routes folded away. */
export function markdownComparison(comparison: Comparison, names: Names): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const [summary, ...routes] = rowsOf(comparison);
  const head = [line(header), '| --- | ---: | ---: | ---: | ---: | --- |'];
  return [
    `### ${sentence(comparison)}`,
    '',
    `A is ${names.a}, B is ${names.b}.`,
    '',
    ...weaknesses(comparison).map((weakness) => `- note: ${weakness}`),
    ...(comparison.caveats.length > 0 ? [''] : []),
    ...head,
    ...(summary ? [line(summary)] : []),
    '',
    ...comparison.reasons.map((reason) => `- ${reason}`),
    ...(comparison.reasons.length > 0 ? [''] : []),
    '<details><summary>Each route</summary>',
    '',
    ...head,
    ...routes.map(line),
    '',
    '</details>',
    '',
    [basis(comparison), ...comparison.notes].join(' '),
    '',
  ].join('\n');
}

/** Reasons to trust a comparison less, and what they change; none where there is none. */
export function weaknesses({ caveats, figures }: Comparison): string[] {
  if (caveats.length === 0) return [];
  const [summary] = figures;
  const floor = summary ? `: nothing below ${change(summary.floor, false)} is called a change` : '';
  return [...caveats, `So the figures are trusted less${floor}.`];
}

/** The verdict in a sentence, which says when it is a weak one. */
export function sentence(comparison: Comparison): string {
  const plain = plainSentence(comparison);
  if (comparison.caveats.length === 0) return plain;
  return `${plain} The verdict is weak, for the reasons noted.`;
}

function plainSentence(comparison: Comparison): string {
  const { verdict } = comparison;
  if (verdict === 'no difference seen') {
    return `No difference seen; one of ${change(smallestSeen(comparison), false)} or more would have been.`;
  }
  return verdict === 'worse' ? 'B is worse than A.' : 'B is better than A.';
}

/** The smallest change, as a share, of the figure that sums a round up which would have been called one. */
export function smallestSeen({ figures: [summary] }: Comparison): number {
  if (!summary) return 0;
  const { estimate, low, high } = summary.change;
  return Math.max(high - estimate, estimate - low, summary.floor);
}

/** How many rounds a verdict rests on, and what they measured besides. */
export function basis({ rounds, requestsPerSecond, failedShare }: Comparison): string {
  const how = rounds.paired ? 'rounds in turn' : 'and more runs that were not in turn';
  const count = Math.min(rounds.a, rounds.b);
  return (
    `${count} ${how}; ${rate(requestsPerSecond.a)} and ${rate(requestsPerSecond.b)}, ` +
    `${share(failedShare.a)} and ${share(failedShare.b)} failed.`
  );
}

/** Each figure of a comparison as texts. */
export function rowsOf({ figures, inYardsticks }: Comparison): string[][] {
  const typical = (value: number) => (inYardsticks ? `${value.toFixed(1)} ×` : duration(value));
  return figures.map((each) => [
    nameOf(each),
    typical(each.a),
    typical(each.b),
    change(each.change.estimate),
    `${change(each.change.low)} to ${change(each.change.high)}`,
    each.verdict,
  ]);
}
