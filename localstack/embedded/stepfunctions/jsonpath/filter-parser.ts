import { RE2JS } from 're2js';
import type { Json } from '../json.ts';
import type { Scanner } from './scanner.ts';
import {
  FILTER_OPERATORS,
  type Filter,
  type FilterOperator,
  isDefinite,
  type Operand,
  type Step,
} from './steps.ts';

/** How deep parentheses may nest in a filter, so that no text exhausts the stack. */
const DEEPEST = 50;

/** Parses the steps of a path that stands in the filter. */
type ParseSteps = (scanner: Scanner) => readonly Step[];

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /(?:true|false|null)\b/y;
const PATTERN = /\/((?:[^/\\]|\\.)*)\/([ims]*)/y;

/** Parses what stands between `?(` and `)`. Throws `JsonPathSyntaxError`. */
export function parseFilter(scanner: Scanner, parseSteps: ParseSteps, depth = 0): Filter {
  if (depth > DEEPEST) scanner.fail();
  const parts = [conjunction(scanner, parseSteps, depth)];
  while (scanner.take('||')) parts.push(conjunction(scanner, parseSteps, depth));
  return joined('any', parts);
}

function conjunction(scanner: Scanner, parseSteps: ParseSteps, depth: number): Filter {
  const parts = [part(scanner, parseSteps, depth)];
  while (scanner.take('&&')) parts.push(part(scanner, parseSteps, depth));
  return joined('all', parts);
}

function joined(kind: 'any' | 'all', parts: readonly Filter[]): Filter {
  const [only] = parts;
  return parts.length === 1 && only ? only : { kind, parts };
}

function part(scanner: Scanner, parseSteps: ParseSteps, depth: number): Filter {
  if (depth > DEEPEST) scanner.fail();
  scanner.skipBlanks();
  const found = primary(scanner, parseSteps, depth);
  scanner.skipBlanks();
  return found;
}

function primary(scanner: Scanner, parseSteps: ParseSteps, depth: number): Filter {
  if (scanner.take('!')) return { kind: 'not', part: part(scanner, parseSteps, depth + 1) };
  if (scanner.take('(')) {
    const inner = parseFilter(scanner, parseSteps, depth + 1);
    scanner.expect(')');
    return inner;
  }
  const left = operand(scanner, parseSteps);
  scanner.skipBlanks();
  const operator = readOperator(scanner);
  if (!operator) return { kind: 'exists', operand: left };
  scanner.skipBlanks();
  return { kind: 'comparison', left, operator, right: operand(scanner, parseSteps) };
}

function readOperator(scanner: Scanner): FilterOperator | undefined {
  return FILTER_OPERATORS.find((operator) => {
    const before = scanner.position;
    if (!scanner.take(operator)) return false;
    // `in` is no operator at the beginning of a longer word.
    if (!/^\w/.test(operator) || !scanner.match(/\w/y)) return true;
    scanner.position = before;
    return false;
  });
}

function operand(scanner: Scanner, parseSteps: ParseSteps): Operand {
  if (scanner.startsWith('@') || scanner.startsWith('$')) {
    const isFromItem = scanner.take('@');
    if (!isFromItem) scanner.expect('$');
    const steps = parseSteps(scanner);
    return { kind: 'path', isFromItem, steps, isDefinite: isDefinite(steps) };
  }
  const pattern = scanner.match(PATTERN);
  if (pattern) return { kind: 'pattern', matches: regularExpression(scanner, pattern) };
  return { kind: 'value', value: value(scanner) };
}

const FLAGS: Readonly<Record<string, number>> = {
  i: RE2JS.CASE_INSENSITIVE,
  m: RE2JS.MULTILINE,
  s: RE2JS.DOTALL,
};

/** RE2 matches in linear time, so that no pattern holds up the process; what Java has beyond it is refused. */
function regularExpression(
  scanner: Scanner,
  [, source = '', flags = '']: RegExpExecArray,
): (text: string) => boolean {
  try {
    const bits = [...flags].reduce((sum, flag) => sum | (FLAGS[flag] ?? 0), 0);
    const compiled = RE2JS.compile(source, bits);
    // Jayway asks that the whole text matches.
    return (text) => compiled.testExact(text);
  } catch {
    return scanner.fail();
  }
}

function value(scanner: Scanner): Json {
  if (scanner.startsWith("'") || scanner.startsWith('"')) return scanner.quoted();
  const word = scanner.match(WORD) ?? scanner.match(NUMBER);
  if (word) return JSON.parse(normalized(word[0])) as Json;
  return array(scanner);
}

/** A number as JSON writes it, without leading zeros. */
function normalized(text: string): string {
  return /\d/.test(text) ? String(Number(text)) : text;
}

function array(scanner: Scanner): Json[] {
  scanner.expect('[');
  const items: Json[] = [];
  for (;;) {
    scanner.skipBlanks();
    if (scanner.take(']')) return items;
    if (items.length > 0) scanner.expect(',');
    scanner.skipBlanks();
    items.push(scanner.startsWith('[') ? scanner.fail() : value(scanner));
    scanner.skipBlanks();
  }
}
