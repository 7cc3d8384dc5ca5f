import { type ScopeName, scopeNames, scopes } from './scopes.ts';
import { percentOf, type Score } from './score.ts';

/** The scores that were kept, by scope. */
export type Scores = Readonly<Partial<Record<ScopeName, Score>>>;

const BEGIN = '<!-- npm run mutate begins -->';
const END = '<!-- npm run mutate ends -->';
const COLUMNS = ['Scope', 'At stake', 'Folder', 'Mutants', 'Survivors', 'Score'] as const;
/** The columns from this one on are aligned to the right. */
const FIRST_NUMBER = 3;

/** The document has no place for the table, or something else stands there. */
export class ScoreTableError extends Error {
  readonly code = 'ScoreTableUnreadable';
}

/**
 * The scores that a document keeps. What its rows say besides is derived from them.
 * @throws ScoreTableError where the table is missing or is not as {@link withScores} writes it
 */
export function readScores(document: string): Scores {
  const rows = partsOf(document)[1]
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  const scores = Object.fromEntries(
    rows.map(([, name = '', , , mutants, survivors]) => [
      name.replaceAll('`', ''),
      { mutants: Number(mutants), survivors: Number(survivors) },
    ]),
  ) as Scores;
  if (withScores(document, scores) !== document) {
    throw new ScoreTableError('The table of scores is not as `npm run mutate` writes it.');
  }
  return scores;
}

/** The document with these scores in place of those that it keeps. Throws ScoreTableError where it keeps none. */
export function withScores(document: string, scores: Scores): string {
  const [before, , after] = partsOf(document);
  return `${before}${BEGIN}\n\n${tableOf(scores)}\n\n${END}${after}`;
}

/** What stands before the table, as the table, and after it. */
function partsOf(document: string): [before: string, table: string, after: string] {
  const [before = '', table, after, ...others] = document.split(new RegExp(`${BEGIN}|${END}`));
  if (table === undefined || after === undefined || others.length > 0) {
    throw new ScoreTableError(`The table of scores belongs between "${BEGIN}" and "${END}".`);
  }
  return [before, table, after];
}

function tableOf(scores: Scores): string {
  const kept = scopeNames.flatMap((name) => {
    const score = scores[name];
    return score ? [{ name, score }] : [];
  });
  const rows = kept.map(({ name, score }) => [
    `\`${name}\``,
    scopes[name].atStake,
    `\`${scopes[name].tests}\``,
    String(score.mutants),
    String(score.survivors),
    `${percentOf(score).toFixed(1)} %`,
  ]);
  const widths = COLUMNS.map((column, index) =>
    Math.max(column.length, ...rows.map((row) => row[index]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) => `| ${cells.map(aligned).join(' | ')} |`;
  const aligned = (cell: string, index: number) =>
    index < FIRST_NUMBER ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0);
  const rule = widths.map((width, index) =>
    index < FIRST_NUMBER ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(COLUMNS), line(rule), ...rows.map(line)].join('\n');
}
