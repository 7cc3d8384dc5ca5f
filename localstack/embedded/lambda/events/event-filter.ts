import { invalidParameter } from '../errors.ts';

/** What an event source mapping lets through: records that match one of the patterns. */
export interface FilterCriteria {
  readonly Filters?: readonly { readonly Pattern?: string }[];
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
type JsonObject = { readonly [name: string]: Json };
type Test = (value: Json | undefined) => boolean;

/** How many filters a mapping may have before AWS raises the quota. */
const MOST_FILTERS = 5;

/**
 * The test that a queue's messages are put to; undefined where there are no filters. Patterns are about the body alone:
 * one of JSON matches bodies of JSON only, one of text only text
 * (https://docs.aws.amazon.com/lambda/latest/dg/with-sqs-filtering.html).
 * @throws InvalidParameterValueException for a pattern that is none, or has an operator which Lambda does not know
 */
export function messageFilter({
  Filters = [],
}: FilterCriteria = {}): ((body: string) => boolean) | undefined {
  checkCount(Filters);
  const patterns = Filters.map(({ Pattern = '' }) => bodyTest(Pattern));
  if (patterns.length === 0) return undefined;
  return (body) => patterns.some((accepts) => accepts(body));
}

/**
 * The test that a stream's records are put to; undefined where there are no filters. Patterns are about all of the record
 * as functions see it (https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-filtering.html).
 * @throws InvalidParameterValueException as {@link messageFilter} does
 */
export function recordFilter({
  Filters = [],
}: FilterCriteria = {}): ((record: object) => boolean) | undefined {
  checkCount(Filters);
  const patterns = Filters.map(({ Pattern = '' }) => matching(objectOf(parsed(Pattern))));
  if (patterns.length === 0) return undefined;
  return (record) => patterns.some((accepts) => accepts(record as JsonObject));
}

function checkCount(filters: readonly unknown[]): void {
  if (filters.length <= MOST_FILTERS) return;
  throw invalidParameter(`Filter criteria must not have more than ${MOST_FILTERS} filters.`);
}

function bodyTest(pattern: string): (body: string) => boolean {
  const { body, ...others } = objectOf(parsed(pattern));
  for (const rule of Object.values(others)) checkRule(rule);
  if (body === undefined) return () => true;
  if (Array.isArray(body)) {
    const test = anyOf(body);
    return (text) => parsed(text) === undefined && test(text);
  }
  const test = matching(objectOf(body));
  return (text) => {
    const value = parsed(text);
    return value !== undefined && test(value);
  };
}

/** A pattern is met by an object whose members meet theirs, and by a list of which one element does. */
function matching(pattern: JsonObject): Test {
  const members = Object.entries(pattern).map(([name, rule]): ((value: JsonObject) => boolean) => {
    if (name === '$or') {
      const tests = listOf(rule).map((each) => matching(objectOf(each)));
      return (value) => tests.some((test) => test(value));
    }
    const test = Array.isArray(rule) ? anyOf(rule) : matching(objectOf(rule));
    return (value) => test(value[name]);
  });
  return function accepts(value): boolean {
    if (Array.isArray(value)) return value.some((element: Json) => accepts(element));
    // An absent object has no members: a pattern that wants one absent is met.
    const object = isObject(value) ? value : {};
    return members.every((test) => test(object));
  };
}

/** One rule of a list has to be met; a list of values by one of them. */
function anyOf(rules: readonly Json[]): Test {
  if (rules.length === 0) throw invalidPattern();
  const tests = rules.map(ruleTest);
  return (value) =>
    Array.isArray(value)
      ? tests.some((test) => value.some((element: Json) => test(element)))
      : tests.some((test) => test(value));
}

function ruleTest(rule: Json): Test {
  if (!isObject(rule)) {
    if (Array.isArray(rule)) throw invalidPattern();
    return (value) => value === rule;
  }
  const [[operator, operand] = ['', null], ...more] = Object.entries(rule);
  const make = operators.get(operator);
  if (!make || more.length > 0) throw invalidPattern();
  return make(operand);
}

/** Lambda's comparison operators (https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html). */
const operators = new Map<string, (operand: Json) => Test>([
  ['prefix', textTest((value, text) => value.startsWith(text))],
  ['suffix', textTest((value, text) => value.endsWith(text))],
  ['equals-ignore-case', textTest((value, text) => value.toLowerCase() === text.toLowerCase())],
  [
    'anything-but',
    (operand) => {
      const excluded = Array.isArray(operand) ? operand : [operand];
      if (excluded.length === 0 || excluded.some((each) => typeof each === 'object')) throw invalidPattern();
      return (value) => value !== undefined && !excluded.some((each) => each === value);
    },
  ],
  [
    'exists',
    (operand) => {
      if (typeof operand !== 'boolean') throw invalidPattern();
      return (value) => (value !== undefined) === operand;
    },
  ],
  ['numeric', numericTest],
]);

function textTest(meets: (value: string, text: string) => boolean): (operand: Json) => Test {
  return (operand) => {
    if (typeof operand !== 'string') throw invalidPattern();
    return (value) => typeof value === 'string' && meets(value, operand);
  };
}

const comparisons = new Map<Json, (value: number, limit: number) => boolean>([
  ['=', (value, limit) => value === limit],
  ['<', (value, limit) => value < limit],
  ['<=', (value, limit) => value <= limit],
  ['>', (value, limit) => value > limit],
  ['>=', (value, limit) => value >= limit],
]);

/** e.g. `[">", 0, "<=", 5]`. */
function numericTest(operand: Json): Test {
  const parts = listOf(operand);
  const tests: ((value: number) => boolean)[] = [];
  for (let at = 0; at < parts.length; at += 2) {
    const compare = comparisons.get(parts[at] as Json);
    const limit = parts[at + 1];
    if (!compare || typeof limit !== 'number') throw invalidPattern();
    tests.push((value) => compare(value, limit));
  }
  if (tests.length === 0) throw invalidPattern();
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}

/** Metadata may be named, and is not looked at. */
function checkRule(rule: Json): void {
  if (Array.isArray(rule)) anyOf(rule);
  else matching(objectOf(rule));
}

/** The JSON value of a text, or undefined where it is none. */
function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectOf(value: Json | undefined): JsonObject {
  if (!isObject(value)) throw invalidPattern();
  return value;
}

function listOf(value: Json): readonly Json[] {
  if (!Array.isArray(value)) throw invalidPattern();
  return value;
}

function invalidPattern() {
  return invalidParameter('Invalid filter pattern definition.');
}
