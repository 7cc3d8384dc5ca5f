import { invalidParameter } from '../errors.ts';
import { type Conditions, fieldValue, parseConditions } from './conditions.ts';
import type { FilterPattern } from './model.ts';

/** One field of a pattern: `...`, or a name with or without conditions. */
type Field = '...' | Conditions;

/** Splits at commas that are in no quotes and in no regular expression. */
const FIELD = /(?:"(?:[^"\\]|\\.)*"|%(?:[^%\\]|\\.)*%|[^,"%])+/g;

/** What closes a field of several words. */
const CLOSING: Readonly<Record<string, string>> = { '"': '"', '[': ']' };

/**
 * A pattern of lines whose fields are separated by spaces, in brackets: `[ip, user, ..., status = 4*, bytes > 1000]`.
 * `...` stands for any fields; without it, the last field has the rest of the line, too.
 *
 * @throws InvalidParameterException
 */
export function spaceDelimitedMatcher(pattern: string): FilterPattern {
  const invalid = () => invalidParameter(`Invalid filter pattern: ${pattern}`);
  if (!pattern.endsWith(']')) throw invalid();
  const inner = pattern.slice(1, -1);
  const texts = inner.trim() === '' ? [] : (inner.match(FIELD) ?? []).map((text) => text.trim());
  if (texts.join(',').replaceAll(/\s/g, '') !== inner.replaceAll(/\s/g, '')) throw invalid();
  const fields = texts.map(fieldOf);
  if (fields.filter((field) => field === '...').length > 1) throw invalid();
  const regexes = fields.reduce((sum, field) => sum + (field === '...' ? 0 : field.regexes), 0);
  return { matches: (message) => matchesFields(fields, message), regexes };
}

function fieldOf(text: string): Field {
  if (text === '...') return text;
  const [, open = '', name = ''] = /^((?:\(\s*)*)([\w$.-]*)/.exec(text) ?? [];
  if (open === '' && name === text) return { test: () => true, regexes: 0 };
  return parseConditions(text, (subject) => (subject === name ? (field) => [field] : undefined));
}

function matchesFields(fields: readonly Field[], message: string): boolean {
  const words = wordsOf(message);
  const gap = fields.indexOf('...');
  const values = words.map(({ text }) => text);
  if (gap < 0) {
    if (fields.length === 0) return true;
    if (values.length < fields.length) return false;
    const last = fields.length - 1;
    // The rest of the line, where there is more than the fields.
    if (values.length > fields.length) values[last] = message.slice(words[last]?.start);
    return allMatch(fields, values.slice(0, fields.length));
  }
  const [before, after] = [fields.slice(0, gap), fields.slice(gap + 1)];
  if (values.length < before.length + after.length) return false;
  return (
    allMatch(before, values.slice(0, before.length)) &&
    allMatch(after, values.slice(values.length - after.length))
  );
}

function allMatch(fields: readonly Field[], values: readonly string[]): boolean {
  return fields.every((field, index) => field === '...' || field.test(fieldValue(values[index] ?? '')));
}

/** The fields of a line: in quotes, in brackets, or what stands between spaces. Looks at each character once. */
function wordsOf(message: string): { text: string; start: number }[] {
  const words: { text: string; start: number }[] = [];
  const unclosed = new Set<string>();
  const word = /\S+/y;
  const space = /\s*/y;
  for (let start = 0; ; ) {
    space.lastIndex = start;
    space.exec(message);
    start = space.lastIndex;
    if (start >= message.length) return words;
    const closing = CLOSING[message.charAt(start)];
    const end = closing && !unclosed.has(closing) ? message.indexOf(closing, start + 1) : -1;
    if (closing && end < 0) unclosed.add(closing);
    word.lastIndex = start;
    const text = end < 0 ? (word.exec(message)?.[0] ?? '') : message.slice(start + 1, end);
    words.push({ text, start });
    start = end < 0 ? word.lastIndex : end + 1;
  }
}
