import { UsageError } from '../preflight/command-line.ts';
import { LoadError } from './errors.ts';

/** The status that shells give a command which ended by Ctrl-C. */
const interruptedStatus = 130;

/**
 * Runs a command to its exit status, and says what it could not do: in a sentence where it is nobody's mistake in here.
 *
 * @param command answers with its status; undefined when Ctrl-C ended it before there was something to answer with
 * @param interrupted the message then, and when Ctrl-C made it throw
 */
export async function runCommand(
  command: (signal: AbortSignal) => Promise<number | undefined>,
  interrupted: string,
): Promise<void> {
  const interruption = new AbortController();
  const { signal } = interruption;
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => interruption.abort());
  try {
    const status = await command(signal);
    if (status === undefined) console.error(interrupted);
    process.exitCode = signal.aborted || status === undefined ? interruptedStatus : status;
  } catch (error) {
    const isExpected = error instanceof LoadError || error instanceof UsageError;
    // What Ctrl-C broke off is no fault to report.
    console.error(signal.aborted ? interrupted : isExpected ? error.message : error);
    process.exitCode = signal.aborted ? interruptedStatus : 1;
  }
}

/**
 * The name on a command line of something in a catalogue.
 *
 * @throws LoadError `usage` naming all that there are
 */
export function oneOf<Name extends string>(
  name: string,
  catalogue: Readonly<Record<Name, unknown>>,
  what: string,
): Name {
  if (Object.hasOwn(catalogue, name)) return name as Name;
  throw new LoadError(
    'usage',
    `There is no ${what} ${name}; there are ${Object.keys(catalogue).join(', ')}.`,
  );
}

/**
 * The number that an option is set to.
 *
 * @throws LoadError `usage` where it is no whole number, or none from `least` to `most`
 */
export function wholeNumber(option: string, text: string, least: number, most?: number): number {
  const value = Number(text);
  const isWhole = text.trim() !== '' && Number.isInteger(value);
  if (isWhole && value >= least && value <= (most ?? value)) return value;
  const range = most === undefined ? `from ${least} on` : `from ${least} to ${most}`;
  throw new LoadError('usage', `--${option} takes a whole number ${range}, not ${text}.`);
}

/** Options as they stand on a command line; those that are undefined are left out. */
export function optionsText(options: Readonly<Record<string, string | number | undefined>>): string {
  const set = Object.entries(options).filter(([, value]) => value !== undefined);
  return set.map(([name, value]) => `--${name} ${value}`).join(' ');
}
