import type { RE2JS } from 're2js';
import { linearGlob, linearRegex } from '../linear-regex.ts';
import { malformedQuery } from './errors.ts';

/** The text of each named group of a match, or of each group where none is named. */
export type Capture = (text: string) => readonly (string | null)[] | undefined;

function compile(source: string, at: number): RE2JS {
  try {
    return linearRegex(source);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw malformedQuery(`Invalid regular expression: ${reason}`, at, at + source.length);
  }
}

/** Whether a text has a match. Throws MalformedQueryException. */
export function regexTest(source: string, at: number): (text: string) => boolean {
  const compiled = compile(source, at);
  return (text) => compiled.test(text);
}

/** What `parse` takes out of texts by a regular expression, and under which names. Throws MalformedQueryException. */
export function regexCapture(
  source: string,
  at: number,
  names: readonly string[],
): { readonly names: readonly string[]; readonly capture: Capture } {
  const compiled = compile(source, at);
  const named = Object.entries(compiled.namedGroups());
  const groups = names.length > 0 ? names.map((_name, index) => index + 1) : named.map(([, group]) => group);
  if (groups.length === 0 || (names.length > 0 && names.length !== compiled.groupCount())) {
    throw malformedQuery('A regular expression of parse has to name what it captures.', at);
  }
  return {
    names: names.length > 0 ? names : named.map(([name]) => name),
    capture: captureOf(compiled, groups),
  };
}

/** What `parse` takes out of texts where `*` stands in a pattern. */
export function globCapture(pattern: string): Capture {
  // What ends in a star has the rest.
  const compiled = linearGlob(pattern, '(.*?)', pattern.endsWith('*') ? '$' : '');
  return captureOf(
    compiled,
    Array.from({ length: compiled.groupCount() }, (_group, index) => index + 1),
  );
}

function captureOf(compiled: RE2JS, groups: readonly number[]): Capture {
  return (text) => {
    const matcher = compiled.matcher(text);
    return matcher.find() ? groups.map((group) => matcher.group(group)) : undefined;
  };
}
