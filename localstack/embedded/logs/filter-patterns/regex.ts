import { invalidParameter } from '../errors.ts';
import { linearGlob, linearRegex } from '../linear-regex.ts';

/** Whether a text has a match of a regular expression somewhere. */
export type TextTest = (text: string) => boolean;

/**
 * What AWS lets a regular expression of a filter pattern be made of: letters, digits, these symbols and operators, and
 * escapes. No groups, no other symbols, one byte a character («Supported regular expressions (regex) syntax»).
 */
const SUPPORTED = /^(?:[A-Za-z0-9:_#=@/;,^$?[\]{}|*+.-]|\\(?:[dDsSwW]|x[0-9a-fA-F]{2}|[!-/:-@[-`{-~ ]))*$/;

/**
 * Reads a regular expression without its `%` signs: AWS's dialect is a part of RE2's.
 *
 * @throws InvalidParameterException for one that AWS's dialect does not have
 */
export function compileRegex(expression: string): TextTest {
  if (expression === '' || !SUPPORTED.test(expression)) throw invalidRegex(expression);
  try {
    const compiled = linearRegex(expression);
    return (text) => compiled.test(text);
  } catch {
    throw invalidRegex(expression);
  }
}

function invalidRegex(expression: string) {
  return invalidParameter(
    `Invalid filter pattern: the regular expression %${expression}% has characters or operators that filter patterns do not support.`,
  );
}

/** The test of a pattern that is one regular expression; undefined where it is none. */
export function wholeRegex(pattern: string): TextTest | undefined {
  const [, expression] = /^%((?:[^%\\]|\\.)*)%$/.exec(pattern) ?? [];
  return expression === undefined ? undefined : compileRegex(expression);
}

/** The test that `text`, with `*` for any characters, is all of a value. */
export function wildcardTest(text: string): TextTest {
  if (!text.includes('*')) return (value) => value === text;
  const compiled = linearGlob(text, '.*');
  return (value) => compiled.testExact(value);
}
