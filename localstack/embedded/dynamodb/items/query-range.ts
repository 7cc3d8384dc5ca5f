import { type LegacyCondition, rules } from '../dynalite.ts';
import { dynamoDbErrors } from '../errors.ts';
import { typeOf } from '../expressions/values.ts';
import type { AttributeValue, Description, Index, Item } from '../model.ts';
import { type CheckedInput, refuse } from '../run.ts';
import { namesOf, typeOfKey } from './key-rules.ts';
import type { ReadRange } from './read-range.ts';

/** Larger than any character of a key, which is hexadecimal digits and slashes. */
const AFTER = '~';
const NOT_INDEXABLE = ['NULL', 'NOT_NULL', 'NE', 'CONTAINS', 'NOT_CONTAINS', 'IN'];

type KeySchema = Index['KeySchema'];
type Conditions = Readonly<Record<string, LegacyCondition>>;

/** Throws ValidationException for key conditions that the keys of the table or index do not allow. */
export function checkKeyConditions(input: CheckedInput, schema: KeySchema, description: Description): void {
  refuseTooMany(input, schema);
  const conditions = input.KeyConditions ?? {};
  const several = Object.keys(conditions).length > 1;
  for (const [at, name] of namesOf(schema).entries()) {
    const type = typeOfKey(name, description) ?? '';
    const isHash = at === 0;
    checkStartPart(input, name, type, isHash);
    if (isHash && schema.length === 1 && several) {
      throw dynamoDbErrors.validation('Query key condition not supported');
    }
    const condition = conditions[name];
    if (condition) checkKeyCondition(condition, type, isHash);
    else if (isHash || several) {
      throw dynamoDbErrors.validation(`Query condition missed key schema element: ${name}`);
    }
  }
}

function refuseTooMany({ keyConditions = {} }: CheckedInput, schema: KeySchema): void {
  const count = Object.keys(keyConditions).length;
  if (count <= schema.length) return;
  throw dynamoDbErrors.validation(
    `The number of query conditions (${count}) exceeds the number of key attributes defined in the schema (${schema.length})`,
  );
}

function checkStartPart(input: CheckedInput, name: string, type: string, isHash: boolean): void {
  const start = input.ExclusiveStartKey;
  if (!start) return;
  if (!start[name]) throw dynamoDbErrors.validation('The provided starting key is invalid');
  refuse(rules.validateKeyPiece(start, name, type, isHash));
}

function checkKeyCondition(condition: LegacyCondition, type: string, isHash: boolean): void {
  const { ComparisonOperator = '', AttributeValueList = [] } = condition;
  if (NOT_INDEXABLE.includes(ComparisonOperator)) {
    throw dynamoDbErrors.validation('Attempted conditional constraint is not an indexable operation');
  }
  if (AttributeValueList.some((value) => value[type] === undefined)) {
    throw dynamoDbErrors.validation(
      'One or more parameter values were invalid: Condition parameter type does not match schema type',
    );
  }
  if (isHash && ComparisonOperator !== 'EQ') {
    throw dynamoDbErrors.validation('Query key condition not supported');
  }
}

/** Throws ValidationException for a start that the key conditions would not lead to. */
export function checkQueryStart(input: CheckedInput, schema: KeySchema): void {
  const { ExclusiveStartKey: start, KeyConditions: conditions = {} } = input;
  if (!start) return;
  const [hash = '', range = ''] = namesOf(schema);
  const condition = conditions[range];
  if (condition && !matches(condition, start[range])) {
    throw dynamoDbErrors.validation('The provided starting key does not match the range key predicate');
  }
  const wanted = conditions[hash]?.AttributeValueList?.[0] as AttributeValue;
  const type = typeOf(wanted);
  if (start[hash]?.[type] === wanted[type]) return;
  throw dynamoDbErrors.validation(
    condition
      ? 'The query can return at most one row and cannot be restarted'
      : 'The provided starting key is outside query boundaries based on provided conditions',
  );
}

function matches(
  { ComparisonOperator = '', AttributeValueList = [] }: LegacyCondition,
  value: AttributeValue | undefined,
) {
  return rules.compare(ComparisonOperator, value, AttributeValueList);
}

/** The part of the table's or index's order that the key conditions mean. */
export function queryRange(conditions: Conditions, schema: KeySchema): ReadRange {
  const [hash = '', range = ''] = namesOf(schema);
  const wanted = conditions[hash]?.AttributeValueList?.[0] as AttributeValue;
  const type = typeOf(wanted);
  const value = wanted[type] as string;
  const all = `${rules.hashPrefix(value, type)}/${rules.toRangeStr(value, type)}/`;
  const condition = conditions[range];
  if (!condition) return { gte: all, lt: all + AFTER };
  const [low, high] = (condition.AttributeValueList ?? []).map((bound) => all + rules.toRangeStr(bound));
  return boundsOf(condition.ComparisonOperator ?? '', all, low ?? '', high ?? '');
}

function boundsOf(operator: string, all: string, low: string, high: string): ReadRange {
  switch (operator) {
    case 'EQ':
      return { gte: `${low}/`, lte: `${low}/${AFTER}` };
    case 'LT':
      return { gte: all, lt: `${low}/` };
    case 'LE':
      return { gte: all, lte: `${low}/${AFTER}` };
    case 'GT':
      return { gt: `${low}/${AFTER}`, lt: all + AFTER };
    case 'GE':
      return { gte: `${low}/`, lt: all + AFTER };
    case 'BEGINS_WITH':
      return { gte: low, lt: low + AFTER };
    default:
      return { gte: `${low}/`, lte: `${high}/${AFTER}` };
  }
}

/** The range from behind a key of the table on. */
export function rangeBehind(range: ReadRange, start: Item, description: Description): ReadRange {
  const key = rules.createKey(start, description);
  const { gt, gte, lt, lte, ...rest } = range;
  const low = gt !== undefined ? { gt } : gte !== undefined ? { gte } : {};
  const high = lt !== undefined ? { lt } : lte !== undefined ? { lte } : {};
  return range.reverse ? { ...rest, ...low, lt: key } : { ...rest, ...high, gt: key };
}
