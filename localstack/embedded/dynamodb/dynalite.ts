import { createRequire, Module } from 'node:module';
import { bindExpressions, type ExpressionRequest } from './expressions/request.ts';
import { isPlainItem, isPlainValue } from './items/plain-values.ts';
import type { AttributeValue, Description, Index, Item } from './model.ts';

/** dynalite's validations that are used; tables but for their creation, tags and time to live are ours. */
export type ValidatedName =
  | 'getItem'
  | 'putItem'
  | 'updateItem'
  | 'deleteItem'
  | 'query'
  | 'scan'
  | 'batchGetItem'
  | 'batchWriteItem'
  | 'createTable';

/** What dynalite's validations need to know of a store. */
interface Limits {
  readonly options: { readonly maxItemSize: number };
}

interface OperationValidation {
  readonly types: Readonly<Record<string, unknown>>;
  readonly custom?: (data: Record<string, unknown>, store: Limits) => string | undefined;
}

/** A condition of the parameters that expressions have replaced, e.g. of `Expected` and `QueryFilter`. */
export interface LegacyCondition {
  readonly ComparisonOperator?: string;
  readonly AttributeValueList?: readonly AttributeValue[];
  readonly Value?: AttributeValue;
  readonly Exists?: boolean;
}

interface ValidationRules {
  checkTypes(data: Record<string, unknown>, types: OperationValidation['types']): Record<string, unknown>;
  checkValidations(
    data: Record<string, unknown>,
    types: OperationValidation['types'],
    custom: OperationValidation['custom'],
    store: Limits,
  ): void;
  validateAttributeValue(value: AttributeValue): string | undefined;
  validateExpressions(data: ExpressionRequest & { _keyCondition?: unknown }): string | undefined;
  convertKeyCondition(expression: unknown): unknown;
}

interface Rules {
  createKey(item: Item, table: Description, keySchema?: Index['KeySchema']): string;
  createIndexKey(item: Item, table: Description, keySchema: Index['KeySchema']): string;
  hashPrefix(value: string, type: string): string;
  toRangeStr(value: AttributeValue | string, type?: string): string;
  validateKey(key: Item, table: Description): Error | undefined;
  validateKeyPiece(key: Item, attribute: string, type: string, isHash: boolean): Error | undefined;
  validateItem(item: Item, table: Description): Error | undefined;
  /** Of `Expected`. */
  checkConditional(data: Record<string, unknown>, item: Item | undefined): Error | null | undefined;
  matchesFilter(
    item: Item,
    filter: Readonly<Record<string, LegacyCondition>>,
    conditionalOperator: string | undefined,
  ): boolean;
  compare(operator: string, value: AttributeValue | undefined, values: readonly AttributeValue[]): boolean;
  itemSize(item: Item, compressed?: boolean, withOverhead?: boolean, rangeKey?: string): number;
}

/** The largest item, in bytes. */
export const MAX_ITEM_SIZE = 400 * 1024;
const limits: Limits = { options: { maxItemSize: MAX_ITEM_SIZE } };

/** A table's or index's key attributes. */
const MOST_KEYS = 2;

// The parts are CommonJS without types. They are loaded one by one: the package's entry is its HTTP server.
const load = createRequire(import.meta.url);

// What it would keep items in and read expressions with is not used: it takes 25 ms and 6 MB of every start.
for (const unused of [
  'level',
  'memory-level',
  'dynalite/db/conditionParser',
  'dynalite/db/projectionParser',
  'dynalite/db/updateParser',
]) {
  const id = load.resolve(unused);
  load.cache[id] ??= Object.assign(new Module(id), { exports: {}, filename: id, loaded: true });
}

/** Key encoding, the conditions of legacy parameters, and sizes. */
export const rules = load('dynalite/db') as Rules;

const validation = load('dynalite/validations') as ValidationRules;

// Its operations look these up when they are called: so expressions are ours, at the place where its own were, and plain
// values, which are nearly all, need not go its long way.
const faultOf = validation.validateAttributeValue;
validation.validateAttributeValue = (value) => (isPlainValue(value) ? undefined : faultOf(value));
validation.validateExpressions = (data) => {
  const fault = bindExpressions(data, validation.validateAttributeValue);
  if (data.keyConditions) data._keyCondition = { expression: data.keyConditions };
  return fault;
};
// It takes two at most; whether there are more than the keys have is asked when the table is known.
validation.convertKeyCondition = (conditions) =>
  typeof conditions === 'string'
    ? conditions
    : Object.fromEntries(Object.entries(conditions as object).slice(0, MOST_KEYS));

const validations = new Map<ValidatedName, OperationValidation>();

/**
 * The input with unknown members dropped, and with its expressions bound. Throws an error with AWS's error in its
 * `body`.
 */
export function validated(
  name: ValidatedName,
  input: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  let operation = validations.get(name);
  if (!operation) {
    operation = load(`dynalite/validations/${name}`) as OperationValidation;
    validations.set(name, operation);
  }
  const data = typed(input, operation.types);
  validation.checkValidations(data, operation.types, operation.custom, limits);
  return data;
}

/** Members that hold attributes. */
const ATTRIBUTES = ['Item', 'Key', 'ExpressionAttributeValues'];

/** A copy of the input with its types checked; plain attributes are taken as they are, and are not written to. */
function typed(
  input: Readonly<Record<string, unknown>>,
  types: OperationValidation['types'],
): Record<string, unknown> {
  const plain = ATTRIBUTES.filter((member) => member in types && isPlainItem(input[member]));
  const rest = { ...input };
  for (const member of plain) delete rest[member];
  const data = validation.checkTypes(rest, types);
  for (const member of plain) data[member] = input[member];
  return data;
}
