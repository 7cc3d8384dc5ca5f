import { invalidParameter } from '../errors.ts';
import type { Matcher } from './model.ts';

/** Terms of unstructured messages: all of them, one of those with `?`, none of those with `-`. */
export function termMatcher(pattern: string): Matcher {
  const wanted: string[] = [];
  const anyOf: string[] = [];
  const unwanted: string[] = [];
  for (const [, sign = '', quoted, plain] of pattern.matchAll(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)) {
    if (plain?.startsWith('%')) {
      throw invalidParameter(
        `Invalid filter pattern: a regular expression stands alone, or in a JSON or space-delimited pattern: ${pattern}`,
      );
    }
    if (plain?.startsWith('"') || plain === '?' || plain === '-') {
      throw invalidParameter(
        `Invalid filter pattern: a term is empty, or its quotes are not closed: ${pattern}`,
      );
    }
    // Letters of any language are taken, which AWS's documentation leaves open.
    if (plain !== undefined && !/^[\p{L}\p{M}\p{N}_]+$/u.test(plain)) {
      throw invalidParameter(
        `Invalid filter pattern: invalid character(s) in term '${plain}': it needs quotes: ${pattern}`,
      );
    }
    const term = quoted === undefined ? (plain ?? '') : quoted.replace(/\\(.)/g, '$1');
    (sign === '?' ? anyOf : sign === '-' ? unwanted : wanted).push(term);
  }
  return (message) =>
    wanted.every((term) => message.includes(term)) &&
    !unwanted.some((term) => message.includes(term)) &&
    (anyOf.length === 0 || anyOf.some((term) => message.includes(term)));
}
