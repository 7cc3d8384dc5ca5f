import { parseArgs } from 'node:util';
import { type ScenarioName, scenarios } from '../k6/scenarios/catalogue.ts';
import { LoadError } from '../run/errors.ts';
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
  readonly json?: string;
  readonly markdown?: string;
  readonly html?: string;
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
 * @throws LoadError `usage` naming what is wrong and what it takes
 */
export function parseCompareArguments(argv: readonly string[]): CompareArguments | 'help' {
  const { values, positionals } = parse(argv);
  if (values.help) return 'help';
  const [a, b, ...more] = positionals;
  if (a === undefined || b === undefined || more.length > 0) {
    throw new LoadError(
      'usage',
      `A comparison takes two sides, not ${positionals.length} (see npm run load:compare -- --help)`,
    );
  }
  return {
    a,
    b,
    slices: {
      scenario: scenarioOf(values.scenario),
      rounds: numberOf('rounds', values.rounds, 6),
      roundSeconds: numberOf('seconds', values.seconds, 1),
      warmUpRounds: numberOf('warm-up', values['warm-up'], 0),
      virtualUsers: numberOf('users', values.users, 1),
    },
    boots: numberOf('boots', values.boots, 1),
    seed: numberOf('seed', values.seed, 0),
    ...(values.json === undefined ? {} : { json: values.json }),
    ...(values.markdown === undefined ? {} : { markdown: values.markdown }),
    ...(values.html === undefined ? {} : { html: values.html }),
  };
}

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
  const { scenario, rounds, roundSeconds, warmUpRounds, virtualUsers } = slices;
  const driven = {
    scenario,
    rounds,
    seconds: roundSeconds,
    users: virtualUsers,
    boots,
    'warm-up': warmUpRounds,
  };
  const options = { ...(isDriven ? driven : {}), seed };
  const given = Object.entries(options).map(([name, value]) => `--${name} ${value}`);
  return `npm run load:compare -- ${a} ${b} ${given.join(' ')}`;
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
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
      },
    });
  } catch (error) {
    throw new LoadError(
      'usage',
      `${(error as Error).message.split('\n')[0]} (see npm run load:compare -- --help)`,
    );
  }
}

function scenarioOf(name: string): ScenarioName {
  if (Object.hasOwn(scenarios, name)) return name as ScenarioName;
  throw new LoadError(
    'usage',
    `There is no scenario ${name}; there are ${Object.keys(scenarios).join(', ')}.`,
  );
}

function numberOf(option: string, text: string, least: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= least) return value;
  throw new LoadError('usage', `--${option} takes a whole number from ${least} on, not ${text}.`);
}
