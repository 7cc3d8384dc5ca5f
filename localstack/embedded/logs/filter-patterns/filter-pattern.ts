import { invalidParameter } from '../errors.ts';
import { jsonMatcher } from './json-pattern.ts';
import type { FilterPattern } from './model.ts';
import { wholeRegex } from './regex.ts';
import { spaceDelimitedMatcher } from './space-delimited.ts';
import { termMatcher } from './terms.ts';

/** AWS's limit of a pattern's length. */
const MOST_CHARACTERS = 1024;

/**
 * Reads CloudWatch Logs' filter patterns: terms (`ERROR timeout`, `?a ?b`, `-c`, `"a phrase"`), one regular expression
 * (`%colou?r%`), JSON selectors (`{ $.level = "ERROR" && $.latency > 1e2 || $.path = %^\/api% }`) and space-delimited
 * fields (`[ip, ..., status = 4*, bytes > 1000]`).
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 *
 * @throws InvalidParameterException naming what is not understood.
 */
export function parseFilterPattern(pattern: string): FilterPattern {
  if (pattern.length > MOST_CHARACTERS) {
    throw invalidParameter(
      `1 validation error detected: Value '${pattern}' at 'filterPattern' failed to satisfy constraint: Member must have length less than or equal to ${MOST_CHARACTERS}`,
    );
  }
  const trimmed = pattern.trim();
  if (trimmed === '') return { matches: () => true, regexes: 0 };
  if (trimmed.startsWith('{')) return jsonMatcher(trimmed);
  if (trimmed.startsWith('[')) return spaceDelimitedMatcher(trimmed);
  const regex = wholeRegex(trimmed);
  if (regex) return { matches: regex, regexes: 1 };
  return { matches: termMatcher(trimmed), regexes: 0 };
}
