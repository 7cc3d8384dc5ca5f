import { inspect } from 'node:util';

/** An error that no caller was meant to see, and what it happened to. */
export interface UnexpectedError {
  /** ISO 8601, by the emulated clock. */
  readonly at: string;
  /** The call, the request, the timer or the work that failed. */
  readonly during: string;
  /** The error with its stack. */
  readonly error: string;
}

/** The one place where errors end that nothing expected: each is counted, and logged with what it happened to. */
export interface UnexpectedErrors {
  /** Never throws, whatever was thrown. */
  report(thrown: unknown, during: string): void;
  readonly count: number;
  /** The latest of them, the last one last. */
  readonly latest: readonly UnexpectedError[];
}

/** How many errors are remembered with their text; all are counted. */
const REMEMBERED = 20;
/** Characters of an error's text that are kept. */
const MOST_TEXT = 4_000;

/** Says errors to `log`, dated by `now` in milliseconds since the epoch. */
export function createUnexpectedErrors(options: {
  readonly now: () => number;
  readonly log: (message: string) => void;
}): UnexpectedErrors {
  const latest: UnexpectedError[] = [];
  let count = 0;
  return {
    report(thrown, during) {
      count++;
      const error = textOf(thrown);
      latest.push({ at: isoOf(options.now()), during, error });
      if (latest.length > REMEMBERED) latest.shift();
      options.log(`${during} failed unexpectedly: ${error}`);
    },
    get count() {
      return count;
    },
    latest,
  };
}

/** What was thrown as text. It may be anything: also what cannot be made a text of, or throws when it is looked at. */
function textOf(thrown: unknown): string {
  try {
    const text = thrown instanceof Error ? (thrown.stack ?? String(thrown)) : inspect(thrown);
    return text.slice(0, MOST_TEXT);
  } catch {
    return 'something that cannot be written as text';
  }
}

/** The clock may have been moved to where dates have no text. */
function isoOf(time: number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? String(time) : date.toISOString();
}
