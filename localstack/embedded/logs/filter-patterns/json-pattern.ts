import { invalidParameter } from '../errors.ts';
import { parseConditions } from './conditions.ts';
import type { FilterPattern } from './model.ts';
import { selectorOf } from './selector.ts';

/**
 * A pattern of JSON events, in braces. Messages that are no JSON objects do not match.
 *
 * @throws InvalidParameterException
 */
export function jsonMatcher(pattern: string): FilterPattern {
  if (!pattern.endsWith('}')) {
    throw invalidParameter(`Invalid filter pattern: a brace is not closed: ${pattern}`);
  }
  const { test, regexes } = parseConditions(pattern.slice(1, -1), (subject) =>
    subject.startsWith('$') ? selectorOf(subject) : undefined,
  );
  const matches = (message: string) => {
    const event = parsed(message);
    return event !== undefined && test(event);
  };
  return { matches, regexes };
}

function parsed(message: string): unknown {
  if (!message.trimStart().startsWith('{')) return undefined;
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}
