import type { AwsError } from '../core/errors.ts';
import { invalidRequest } from './errors.ts';
import { durationOf, responseTimeOf, type Trace } from './traces.ts';

type Test = (trace: Trace) => boolean;

const TERM =
  /^(?:annotation[.[](?<annotation>[\w-]+)\]?|service\("(?<service>[^"]+)"\)|http\.status|responsetime|duration|error|fault|throttle)\s*(?:(?<operator>=|!=|>=|<=|>|<)\s*(?:"(?<text>[^"]*)"|(?<number>-?\d+(?:\.\d+)?)|(?<truth>true|false)))?$/;

const COMPARISONS: Readonly<
  Record<string, (a: string | number | boolean, b: string | number | boolean) => boolean>
> = {
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
};

/**
 * Reads a filter expression: `service("name")`, `annotation.key`, `http.status`, `responsetime`, `duration`, `error`,
 * `fault` and `throttle`, compared and joined by AND
 * (https://docs.aws.amazon.com/xray/latest/devguide/xray-console-filters.html). Throws InvalidRequestException, naming
 * the term, for anything else.
 */
export function parseFilter(expression: string | undefined): Test {
  if (expression === undefined || expression.trim() === '') return () => true;
  const tests = expression.split(/\s+AND\s+/).map((term) => parseTerm(term.trim()));
  return (trace) => tests.every((test) => test(trace));
}

function parseTerm(term: string): Test {
  const match = TERM.exec(term);
  if (!match?.groups) throw refused(term);
  const { annotation, service, operator, text, number, truth } = match.groups;
  const subject = term.split(/[\s=!<>]/)[0] ?? '';
  if (service !== undefined) return (trace) => some(trace, ({ name }) => name === service);
  const wanted = text ?? (number === undefined ? (truth ?? 'true') === 'true' : Number(number));
  const compare = COMPARISONS[operator ?? '='];
  if (!compare) throw refused(term);
  if (annotation !== undefined) {
    return (trace) =>
      some(trace, ({ annotations }) => {
        const value = annotations?.[annotation];
        return value !== undefined && (operator === undefined || compare(value, wanted));
      });
  }
  if (subject === 'duration') return (trace) => compare(durationOf(trace), wanted);
  if (subject === 'responsetime') {
    return (trace) => {
      const seconds = responseTimeOf(trace);
      return seconds !== undefined && compare(seconds, wanted);
    };
  }
  if (subject === 'http.status') {
    return (trace) =>
      some(
        trace,
        ({ http }) => http?.response?.status !== undefined && compare(http.response.status, wanted),
      );
  }
  const flag = subject as 'error' | 'fault' | 'throttle';
  return (trace) =>
    compare(
      some(trace, (segment) => segment[flag] === true),
      wanted,
    );
}

function some(
  { segments }: Trace,
  test: (segment: Trace['segments'] extends Map<string, infer S> ? S : never) => boolean,
): boolean {
  for (const segment of segments.values()) if (test(segment)) return true;
  return false;
}

function refused(term: string): AwsError {
  return invalidRequest(`The embedded AWS does not implement the filter expression '${term}'.`);
}
