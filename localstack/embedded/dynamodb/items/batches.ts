import { type Consumption, withCapacity } from '../capacity.ts';
import { addWrite, type Database } from '../database.ts';
import { MAX_ITEM_SIZE, rules } from '../dynalite.ts';
import { dynamoDbErrors } from '../errors.ts';
import type { Input, Item, Output } from '../model.ts';
import { check } from '../run.ts';
import { getItem, itemsToGet, type Selection } from './get.ts';
import type { ItemStore } from './store.ts';
import { itemsOf } from './write.ts';

/** About what one BatchGetItem answers with at most, in bytes. */
const MOST_BYTES = 1024 * 1024 + MAX_ITEM_SIZE - 3;

interface KeysToGet extends Selection {
  readonly Keys: readonly Item[];
}

/** BatchGetItem: what is too much for one answer is left for the next. Throws {@link AwsError}. */
export function getBatch(database: Database, input: Input, consumption: Consumption): Output {
  const requests = check('batchGetItem', input).RequestItems as Readonly<Record<string, KeysToGet>>;
  const tables = Object.entries(requests).map(([name, request]) => ({
    name,
    request,
    items: itemsToGet(database, name, request),
  }));
  const Responses: Record<string, Item[]> = {};
  const UnprocessedKeys: Record<string, object> = {};
  let bytes = 0;
  for (const { name, request, items } of tables) {
    const found: Item[] = [];
    const left: Item[] = [];
    for (const key of request.Keys) {
      const item = getItem(items, key, request, consumption);
      const size = item ? rules.itemSize(item) : 0;
      if (bytes + size > MOST_BYTES) left.push(key);
      else if (item) found.push(item);
      if (bytes + size <= MOST_BYTES) bytes += size;
    }
    Responses[name] = found;
    if (left.length > 0) UnprocessedKeys[name] = { ...asAsked(input, name), Keys: left };
  }
  database.capacity.record(consumption);
  return withCapacity({ Responses, UnprocessedKeys }, input, consumption, 'list');
}

function asAsked(input: Input, table: string): object {
  return (input.RequestItems as Readonly<Record<string, object>>)[table] ?? {};
}

interface WriteRequest {
  readonly PutRequest?: { readonly Item: Item };
  readonly DeleteRequest?: { readonly Key: Item };
}

interface BatchedWrite {
  readonly items: ItemStore;
  readonly key: string;
  readonly item: Item | undefined;
}

/** BatchWriteItem, in one step. Throws {@link AwsError}. */
export function writeBatch(database: Database, input: Input, consumption: Consumption): Output {
  const requests = check('batchWriteItem', input).RequestItems as Readonly<
    Record<string, readonly WriteRequest[]>
  >;
  const writes = Object.entries(requests).flatMap(([table, list]) =>
    writesTo(itemsOf(database, table), list),
  );
  for (const { items, key, item } of writes) {
    const old = items.get(key);
    if (item) items.put(key, item, old);
    else items.delete(key, old);
    addWrite(consumption, items, old, item);
  }
  database.capacity.record(consumption);
  return withCapacity({ UnprocessedItems: {} }, input, consumption, 'list');
}

function writesTo(items: ItemStore, requests: readonly WriteRequest[]): BatchedWrite[] {
  const seen = new Set<string>();
  return requests.map(({ PutRequest, DeleteRequest }) => {
    const keys = (PutRequest?.Item ?? DeleteRequest?.Key) as Item;
    const { description } = items;
    const invalid = PutRequest ? rules.validateItem(keys, description) : rules.validateKey(keys, description);
    if (invalid) throw batchError(invalid);
    const key = rules.createKey(keys, description);
    if (seen.has(key)) throw dynamoDbErrors.validation('Provided list of item keys contains duplicates');
    seen.add(key);
    return { items, key, item: PutRequest?.Item };
  });
}

/** A batch words what is wrong with a key in its own way. */
function batchError(invalid: Error): Error {
  const { message } = invalid;
  const isKey = message.includes('Missing the key') || message.includes('Type mismatch for key');
  return dynamoDbErrors.validation(isKey ? 'The provided key element does not match the schema' : message);
}
