import { MAX_ITEM_SIZE, rules } from '../dynalite.ts';
import type { Input, Item } from '../model.ts';
import { isObject, isPlainItem } from './plain-values.ts';
import type { ItemStore, ValidPut } from './store.ts';

/** Nothing else may stand in a request that is plain. */
const MEMBERS = new Set(['RequestItems', 'ReturnConsumedCapacity']);
const ASKED = new Set<unknown>([undefined, 'NONE', 'TOTAL', 'INDEXES']);
const MOST_REQUESTS = 25;

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

/** The member of that name of an object that has no other. */
function onlyMember(value: unknown, name: string): unknown {
  if (!isObject(value)) return undefined;
  for (const member in value) if (member !== name) return undefined;
  return value[name];
}
