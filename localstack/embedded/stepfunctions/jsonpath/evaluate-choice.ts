import type { Json } from '../json.ts';
import { parseTimestamp } from '../timestamp.ts';
import type { ChoiceOperator, ChoiceTest, ComparisonTest, TestedType } from './choice-test.ts';
import { follow, type Path, type PathScope } from './path.ts';
import { PathError } from './payload.ts';

/**
 * Whether a choice rule applies (https://states-language.net, "Choice State"). Values of another type than the
 * operator's are not equal to anything. Throws {@link PathError} for a path that names nothing.
 */
export function holds(test: ChoiceTest, scope: PathScope): boolean {
  switch (test.kind) {
    case 'and':
      return test.tests.every((inner) => holds(inner, scope));
    case 'or':
      return test.tests.some((inner) => holds(inner, scope));
    case 'not':
      return !holds(test.test, scope);
    case 'comparison':
      return compares(test, scope);
  }
}

function compares({ variable, operator, operand }: ComparisonTest, scope: PathScope): boolean {
  if (operator.kind === 'is' && operator.type === 'Present')
    return (follow(variable, scope) !== undefined) === (operand.kind === 'value' && operand.value);
  const left = required(variable, scope);
  const right = operand.kind === 'value' ? operand.value : required(operand.path, scope);
  return applies(operator, left, right);
}

function required(path: Path, scope: PathScope): Json {
  const value = follow(path, scope);
  if (value !== undefined) return value;
  const words = "The choice state's condition path references an invalid value.";
  throw new PathError(`Invalid path '${path.source}': ${words}`);
}

function applies(operator: ChoiceOperator, left: Json, right: Json): boolean {
  switch (operator.kind) {
    case 'is':
      return isOfType(operator.type, left) === right;
    case 'matches':
      return typeof left === 'string' && typeof right === 'string' && matches(left, right);
    case 'compare': {
      const order = orderOf(operator.type, left, right);
      return order !== undefined && RELATIONS[operator.relation](order);
    }
  }
}

const RELATIONS = {
  Equals: (order: number) => order === 0,
  LessThan: (order: number) => order < 0,
  GreaterThan: (order: number) => order > 0,
  LessThanEquals: (order: number) => order <= 0,
  GreaterThanEquals: (order: number) => order >= 0,
} as const;

function isOfType(type: TestedType, value: Json): boolean {
  switch (type) {
    case 'Present':
      return true;
    case 'Null':
      return value === null;
    case 'Numeric':
      return typeof value === 'number';
    case 'String':
      return typeof value === 'string';
    case 'Boolean':
      return typeof value === 'boolean';
    case 'Timestamp':
      return typeof value === 'string' && parseTimestamp(value) !== undefined;
  }
}

/** Below, at or above zero as `left` is to `right`; undefined where either is not of the type. */
function orderOf(
  type: Extract<ChoiceOperator, { kind: 'compare' }>['type'],
  left: Json,
  right: Json,
): number | undefined {
  const [first, second] = [comparable(type, left), comparable(type, right)];
  if (first === undefined || second === undefined) return undefined;
  return first < second ? -1 : first > second ? 1 : 0;
}

function comparable(
  type: Extract<ChoiceOperator, { kind: 'compare' }>['type'],
  value: Json,
): string | number | undefined {
  if (type === 'Numeric') return typeof value === 'number' ? value : undefined;
  if (type === 'Boolean') return typeof value === 'boolean' ? Number(value) : undefined;
  if (typeof value !== 'string') return undefined;
  return type === 'Timestamp' ? parseTimestamp(value) : value;
}

/** Whether `text` fits a pattern in which `*` stands for any text, and a backslash takes its meaning. */
function matches(text: string, pattern: string): boolean {
  const parts = [''];
  for (const [token] of pattern.matchAll(/\\[*\\]|[\s\S]/g)) {
    if (token === '*') parts.push('');
    else parts[parts.length - 1] += token.length === 2 ? token.charAt(1) : token;
  }
  return fits(text, parts);
}

/** Finds the parts one after the other, the first at the beginning and the last at the end, without going back. */
function fits(text: string, parts: readonly string[]): boolean {
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (parts.length === 1) return text === first;
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last))
    return false;
  const end = text.length - last.length;
  let position = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, position);
    if (found < 0 || found + part.length > end) return false;
    position = found + part.length;
  }
  return true;
}
