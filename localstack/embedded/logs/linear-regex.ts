import { createRequire } from 'node:module';
import type { RE2JS } from 're2js';

// Loaded when the first expression is compiled: few processes see one, and every start would wait for it.
const load = createRequire(import.meta.url);

const re2 = (): typeof RE2JS => (load('re2js') as typeof import('re2js')).RE2JS;

/**
 * Compiles a regular expression of RE2's, which matches in linear time, so that nobody's pattern holds up the process.
 * Throws RE2's error for one that it does not understand.
 */
export function linearRegex(source: string): RE2JS {
  return re2().compile(source);
}

/**
 * Compiles a text in which `*` stands for any characters, line breaks as well.
 *
 * @param star the regular expression that a `*` becomes, e.g. `.*` or, to have what it matched, `(.*?)`
 * @param end what follows the whole, e.g. `$`
 */
export function linearGlob(pattern: string, star: string, end = ''): RE2JS {
  const RE2 = re2();
  const parts = pattern.split('*').map((part) => RE2.quote(part));
  return RE2.compile(parts.join(star) + end, RE2.DOTALL);
}
