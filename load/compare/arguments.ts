import { readCommandLine } from '../../preflight/command-line.ts';
import { oneOf, optionsText, wholeNumber } from '../command.ts';
import { LoadError } from '../errors.ts';
import { scenarios } from '../k6/scenarios/catalogue.ts';
import type { SliceSettings } from './slices.ts';

/** What a comparison was asked for on the command line. */
export interface CompareArguments {
  readonly a: string;
  readonly b: string;
  readonly slices: SliceSettings;
  /** How often the stack of each side is started. */
  readonly boots: number;
  readonly seed: number;
  /** Files to write, besides the terminal. */
  readonly json?: string | undefined;
  readonly markdown?: string | undefined;
  readonly html?: string | undefined;
}

/** Stacks of each side: what two boots of the same code differ by is halved in variance by a second one. */
export const defaultBoots = 2;

/** How a comparison is called. */
export const usage = `Usage: npm run load:compare -- A B [options]

  A, B            two of a kind: git refs (main, HEAD~3; . is the working tree), which are built and driven in turn
                  on this machine, or results (a summary.json, or a folder with several) of runs that were made;
                  or A is baseline, and B a git ref

  --scenario NAME ${Object.keys(scenarios).join(', ')} (default: crud)
  --rounds N      how many samples are taken of both sides, which take turns all the time (default: 20, at least 6)
  --seconds N     how long a round lasts (default: 1)
  --users N       virtual users, which wait for nothing but answers (default: 1)
  --boots N       how many stacks of each side are started (default: ${defaultBoots})
  --warm-up N     rounds before those that count (default: 12)
  --seed N        of who begins and of the resampling (default: 1)
  --json FILE     write the comparison as JSON
  --markdown FILE write it as Markdown, for a pull request
  --html FILE     write it as a page with a chart of the intervals
  --help

B is judged against A. Exit status: 0 not worse, 98 worse, 1 the comparison could not be made, 130 interrupted.`;

/**
 * Reads the command line.
 *
 * @throws LoadError, UsageError `usage` naming what is wrong and what it takes
 */
export function parseCompareArguments(argv: readonly string[]): CompareArguments | 'help' {
  const { values, positionals } = readCommandLine(
    { args: [...argv], allowPositionals: true, options: commandLine },
    HELP,
  );
  if (values.help) return 'help';
  const [a, b, ...more] = positionals;
  if (a === undefined || b === undefined || more.length > 0) {
    throw new LoadError('usage', `A comparison takes two sides, not ${positionals.length} (see ${HELP})`);
  }
  const { json, markdown, html } = values;
  return {
    a,
    b,
    slices: {
      scenario: oneOf(values.scenario, scenarios, 'scenario'),
      rounds: wholeNumber('rounds', values.rounds, 6),
      roundSeconds: wholeNumber('seconds', values.seconds, 1),
      warmUpRounds: wholeNumber('warm-up', values['warm-up'], 0),
      virtualUsers: wholeNumber('users', values.users, 1),
    },
    boots: wholeNumber('boots', values.boots, 1),
    seed: wholeNumber('seed', values.seed, 0),
    json,
    markdown,
    html,
  };
}

const HELP = 'npm run load:compare -- --help';

const commandLine = {
  scenario: { type: 'string', default: 'crud' },
  rounds: { type: 'string', default: '20' },
  seconds: { type: 'string', default: '1' },
  users: { type: 'string', default: '1' },
  boots: { type: 'string', default: String(defaultBoots) },
  'warm-up': { type: 'string', default: '12' },
  seed: { type: 'string', default: '1' },
  json: { type: 'string' },
  markdown: { type: 'string' },
  html: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/**
 * The command that compares the same again; what it writes is left out.
 *
 * @param isDriven whether the options said how sides were driven. Runs that were made before, and a baseline, say by
 * themselves how they were: only the seed is of the comparison then.
 */
export function commandOf(
  { a, b, slices, boots, seed }: CompareArguments,
  { isDriven }: { readonly isDriven: boolean },
): string {
  const { scenario, rounds, roundSeconds: seconds, warmUpRounds, virtualUsers: users } = slices;
  const driven = { scenario, rounds, seconds, users, boots, 'warm-up': warmUpRounds };
  return `npm run load:compare -- ${a} ${b} ${optionsText({ ...(isDriven ? driven : {}), seed })}`;
}
