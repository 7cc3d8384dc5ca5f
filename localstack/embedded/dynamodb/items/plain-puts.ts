import { MAX_ITEM_SIZE, rules } from '../dynalite.ts';
import type { AttributeValue, Input, Item } from '../model.ts';
import type { ItemStore, ValidPut } from './store.ts';

/** Nothing else may stand in a request that is plain. */
const MEMBERS = new Set(['RequestItems', 'ReturnConsumedCapacity']);
const ASKED = new Set<unknown>([undefined, 'NONE', 'TOTAL', 'INDEXES']);
const MOST_REQUESTS = 25;
/** Deeper ones are left to dynalite; DynamoDB takes 32. */
const MOST_LEVELS = 30;
/** A number as dynalite would write it down, and far from what DynamoDB's cannot hold. */
const PLAIN_NUMBER = /^(?:0|-?[1-9]\d{0,17}|-?(?:0|[1-9]\d{0,15})\.\d{0,15}[1-9])$/;

/**
 * The name of the one table that a BatchWriteItem puts into and nothing else, as far as its outermost members show;
 * undefined for any other.
 */
export function onlyTable(input: Input): string | undefined {
  for (const member in input) if (!MEMBERS.has(member)) return undefined;
  if (!ASKED.has(input.ReturnConsumedCapacity) || !isObject(input.RequestItems)) return undefined;
  const [name, another] = Object.keys(input.RequestItems);
  return another === undefined ? name : undefined;
}

/**
 * The puts of a BatchWriteItem into one table where every one of them is plain: valid, and such that dynalite's rules would
 * change nothing of it. It stands in for dynalite's checks, which take most of the time of a bulk load; whatever is
 * unusual or wrong is left to them, and so is each error. Undefined where there is any such.
 */
export function plainPuts(requests: unknown, items: ItemStore): ValidPut[] | undefined {
  if (!Array.isArray(requests) || requests.length === 0 || requests.length > MOST_REQUESTS) return undefined;
  const puts = new Map<string, ValidPut>();
  for (const request of requests as readonly unknown[]) {
    const put = plainPut(request, items);
    if (!put) return undefined;
    puts.set(put.key, put);
  }
  // An item that is put twice is an error.
  return puts.size === requests.length ? [...puts.values()] : undefined;
}

function plainPut(request: unknown, items: ItemStore): ValidPut | undefined {
  const put = onlyMember(request, 'PutRequest');
  const item = onlyMember(put, 'Item');
  if (!isPlainItem(item, 0)) return undefined;
  const text = JSON.stringify(item);
  // The text is longer than the item is large, so that an item which passes is small enough.
  if (Buffer.byteLength(text) > MAX_ITEM_SIZE) return undefined;
  if (!areKeysPlain(item, items)) return undefined;
  const key = rules.createKey(item, items.description);
  return { key, item, text, old: items.get(key) };
}

/** Whether the keys of the table are there, and those of its indexes right where they are. */
function areKeysPlain(item: Item, { description }: ItemStore): boolean {
  if (rules.validateItem(item, description)) return false;
  // All that is a key here is text; empty it would be refused by an index.
  return description.AttributeDefinitions.every(({ AttributeName = '', AttributeType }) => {
    const value = Object.hasOwn(item, AttributeName) ? item[AttributeName] : undefined;
    return value === undefined || (AttributeType === 'S' && value.S !== '');
  });
}

function isPlainItem(item: unknown, level: number): item is Item {
  if (!isObject(item)) return false;
  for (const name in item) {
    if (name === '__proto__' || !isPlainValue(item[name], level)) return false;
  }
  return true;
}

function isPlainValue(value: unknown, level: number): value is AttributeValue {
  if (!isObject(value)) return false;
  let type: string | undefined;
  for (const name in value) {
    if (type !== undefined) return false;
    type = name;
  }
  return type !== undefined && isPlainOf(type, value[type], level);
}

function isPlainOf(type: string, value: unknown, level: number): boolean {
  switch (type) {
    case 'S':
      return typeof value === 'string';
    case 'N':
      return typeof value === 'string' && PLAIN_NUMBER.test(value);
    case 'BOOL':
      return typeof value === 'boolean';
    case 'NULL':
      return value === true;
    case 'SS':
      return isPlainSet(value);
    case 'M':
      return level < MOST_LEVELS && isPlainItem(value, level + 1);
    case 'L':
      return (
        level < MOST_LEVELS &&
        Array.isArray(value) &&
        value.every((element) => isPlainValue(element, level + 1))
      );
    default:
      // Binaries and sets of numbers are rare.
      return false;
  }
}

function isPlainSet(value: unknown): boolean {
  if (!Array.isArray(value) || value.length === 0) return false;
  return value.every((member) => typeof member === 'string') && new Set(value).size === value.length;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The member of that name of an object that has no other. */
function onlyMember(value: unknown, name: string): unknown {
  if (!isObject(value)) return undefined;
  for (const member in value) if (member !== name) return undefined;
  return value[name];
}
