import { constraintFailed, invalidArn, invalidName, invalidToken } from './errors.ts';

/** Checks of an operation's input that AWS makes before it looks at anything. */

/** The value of a member that must be there. */
export function required<T>(value: T | null | undefined, member: string): T {
  if (value === undefined || value === null) throw constraintFailed(member, 'null', 'not be null');
  return value;
}

/** A member of at most `most` characters. */
export function atMost(value: string | undefined, member: string, most: number): void {
  if (value !== undefined && value.length > most) {
    throw constraintFailed(member, `'${value}'`, `have length less than or equal to ${most}`);
  }
}

/** A member that is one of a few words. */
export function oneOf<Word extends string>(value: string, member: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === value);
  if (found === undefined) {
    throw constraintFailed(member, `'${value}'`, `satisfy enum value set: [${words.join(', ')}]`);
  }
  return found;
}

/** Characters that AWS refuses in names: blanks, brackets, wildcards, specials and controls. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: AWS names the control characters that it refuses.
const REFUSED = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f\ufffe\uffff]/;

/** A name of a state machine, an execution or an activity. Throws InvalidName. */
export function checkName(name: string): void {
  if (name.length === 0)
    throw constraintFailed('name', `'${name}'`, 'have length greater than or equal to 1');
  atMost(name, 'name', 80);
  if (REFUSED.test(name)) throw invalidName(name);
}

const ARN = /^arn:[\w-]+:states:[\w-]+:\d{12}:/;

/** An ARN of this service, of one of `kinds`. Throws InvalidArn. */
export function checkArn(arn: string, ...kinds: readonly string[]): void {
  if (!arn.startsWith('arn:')) throw invalidArn(`Invalid ARN prefix: ${arn}`);
  const kind = arn.split(':')[5] ?? '';
  if (!ARN.test(arn) || !kinds.includes(kind))
    throw invalidArn(`Resource type not valid in this context: ${kind}`);
}

const MOST_RESULTS = 1000;
const DEFAULT_RESULTS = 100;
const LONGEST_TOKEN = 1024;

/** One page of `items`; the token names the last item that was handed out, so that new ones shift nothing. */
export function page<T>(
  items: readonly T[],
  input: { readonly maxResults?: number; readonly nextToken?: string },
  keyOf: (item: T) => string,
  longestToken = LONGEST_TOKEN,
): { page: readonly T[]; nextToken?: string } {
  const { maxResults = 0, nextToken } = input;
  if (maxResults > MOST_RESULTS) {
    throw constraintFailed(
      'maxResults',
      `'${maxResults}'`,
      `have value less than or equal to ${MOST_RESULTS}`,
    );
  }
  if (maxResults < 0)
    throw constraintFailed('maxResults', `'${maxResults}'`, 'have value greater than or equal to 0');
  atMost(nextToken, 'nextToken', longestToken);
  const start = nextToken === undefined ? 0 : after(items, nextToken, keyOf);
  const end = start + (maxResults || DEFAULT_RESULTS);
  const found = items.slice(start, end);
  const last = found.at(-1);
  return end < items.length && last !== undefined
    ? { page: found, nextToken: Buffer.from(keyOf(last)).toString('base64') }
    : { page: found };
}

function after<T>(items: readonly T[], token: string, keyOf: (item: T) => string): number {
  const key = Buffer.from(token, 'base64').toString();
  const index = items.findIndex((item) => keyOf(item) === key);
  if (index < 0) throw invalidToken();
  return index + 1;
}
