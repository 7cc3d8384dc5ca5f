import { Consumption, readUnits, withCapacity } from '../capacity.ts';
import type { Database } from '../database.ts';
import { rules } from '../dynalite.ts';
import { dynamoDbErrors } from '../errors.ts';
import { project } from '../expressions/bind-projection.ts';
import type { Description, Index, Input, Item, Output } from '../model.ts';
import { type CheckedInput, check, refuse } from '../run.ts';
import { namesOf, refuseNestedKeys, typeOfKey } from './key-rules.ts';
import { type Page, readPage } from './page.ts';
import { checkKeyConditions, checkQueryStart, queryRange, rangeBehind } from './query-range.ts';
import type { ReadRange } from './read-range.ts';
import { checkSegment, segmentRange } from './segments.ts';
import { checkHeld, checkSelect, isReadFromTable, type Source, sourceOf } from './select.ts';
import { itemBytes } from './size.ts';
import type { ItemStore } from './store.ts';
import { itemsOf } from './write.ts';

/** A Query or Scan that is valid. */
interface Read {
  readonly input: CheckedInput;
  readonly items: ItemStore;
  readonly source: Source;
  readonly schema: Index['KeySchema'];
}

/** Query and Scan. Throws {@link AwsError}. */
export function readItems(database: Database, name: 'query' | 'scan', input: Input): Output {
  const checked = check(name, input);
  checkSelect(checked);
  const items = itemsOf(database, checked.TableName);
  const source = sourceOf(checked, items.description);
  const schema = source.index?.KeySchema ?? items.description.KeySchema;
  const read = { input: checked, items, source, schema };
  const range = name === 'query' ? rangeOfQuery(read) : rangeOfScan(read);
  const consumption = new Consumption('readUnits');
  const page = pageOf(read, range, consumption);
  const consistent = checked.ConsistentRead === true;
  consumption.add(items.description, checked.IndexName, readUnits(page.bytes, consistent));
  database.capacity.record(consumption);
  return withCapacity(outputOf(read, page), input, consumption);
}

function rangeOfQuery(read: Read): ReadRange {
  const { input, items, source, schema } = read;
  const { description } = items;
  checkStartSize(read, 'The provided starting key is invalid');
  checkKeyConditions(input, schema, description);
  checkTableStart(input, description);
  checkQueryStart(input, schema);
  refuseNestedKeys(input.projection?.nested, description);
  refuseFilteredKeys(input, schema);
  checkHeld(input, source);
  refuseNestedKeys(input.filter?.nested, description);
  const range = queryRange(input.KeyConditions ?? {}, schema);
  return input.ScanIndexForward === false ? { ...range, reverse: true } : range;
}

function rangeOfScan(read: Read): ReadRange {
  const { input, items, source, schema } = read;
  const { description } = items;
  const invalid = 'The provided starting key is invalid';
  checkStartSize(
    read,
    source.index ? invalid : `${invalid}: The provided key element does not match the schema`,
  );
  if (source.index) checkIndexStart(read);
  checkHeld(input, source);
  checkTableStart(input, description);
  const range = segmentRange(input);
  if (input.ExclusiveStartKey) {
    checkSegment(input, range, rules.createIndexKey(input.ExclusiveStartKey, description, schema));
  }
  refuseNestedKeys(input.projection?.nested, description);
  refuseNestedKeys(input.filter?.nested, description);
  return range;
}

/** The attributes of a key that reading can go on from. */
function startNames({ items, schema }: Read): string[] {
  return [...new Set([...namesOf(items.description.KeySchema), ...namesOf(schema)])];
}

function checkStartSize(read: Read, message: string): void {
  const start = read.input.ExclusiveStartKey;
  if (!start || Object.keys(start).length === startNames(read).length) return;
  throw dynamoDbErrors.validation(message);
}

function checkIndexStart({ input, items, schema }: Read): void {
  const start = input.ExclusiveStartKey;
  if (!start) return;
  for (const [at, name] of namesOf(schema).entries()) {
    if (!start[name]) throw dynamoDbErrors.validation('The provided starting key is invalid');
    refuse(rules.validateKeyPiece(start, name, typeOfKey(name, items.description) ?? '', at === 0));
  }
}

function checkTableStart({ ExclusiveStartKey: start }: CheckedInput, description: Description): void {
  if (!start) return;
  const key: Item = {};
  for (const name of namesOf(description.KeySchema)) if (start[name]) key[name] = start[name];
  const invalid = rules.validateKey(key, description);
  if (!invalid) return;
  throw dynamoDbErrors.validation(`The provided starting key is invalid: ${invalid.message}`);
}

function refuseFilteredKeys({ filter, QueryFilter }: CheckedInput, schema: Index['KeySchema']): void {
  const attributes = QueryFilter ? Object.keys(QueryFilter) : (filter?.attributes ?? []);
  const key = namesOf(schema).find((name) => attributes.includes(name));
  if (key === undefined) return;
  throw dynamoDbErrors.validation(
    `${QueryFilter ? 'QueryFilter' : 'Filter Expression'} can only contain non-primary key attributes: Primary key attribute: ${key}`,
  );
}

function pageOf({ input, items, source }: Read, range: ReadRange, consumption: Consumption): Page {
  const { description } = items;
  const { ExclusiveStartKey: start } = input;
  const found = source.index
    ? items.indexed(source.index.IndexName, range, start)
    : items.items(start ? rangeBehind(range, start, description) : range);
  return readPage(found, {
    limit: input.Limit,
    rangeKey: namesOf(description.KeySchema)[1],
    test: input.filter?.test ?? legacyTest(input),
    whole: isReadFromTable(input, source) ? fetching(items, input, consumption) : undefined,
  });
}

function legacyTest({ QueryFilter, ScanFilter, ConditionalOperator }: CheckedInput) {
  const filter = QueryFilter ?? ScanFilter;
  return filter && ((item: Item) => rules.matchesFilter(item, filter, ConditionalOperator));
}

/** Reads the whole item from the table, which costs as much as reading it there. */
function fetching(items: ItemStore, { ConsistentRead }: CheckedInput, consumption: Consumption) {
  return (part: Item): Item => {
    const whole = items.get(rules.createKey(part, items.description)) ?? part;
    consumption.add(items.description, undefined, readUnits(itemBytes(whole), ConsistentRead === true));
    return whole;
  };
}

function outputOf(read: Read, { items, scanned, last }: Page): Output {
  const { input } = read;
  return {
    Count: items.length,
    ScannedCount: scanned,
    ...(input.Select === 'COUNT' ? {} : { Items: projected(items, input) }),
    ...(last
      ? {
          LastEvaluatedKey: project(
            last,
            startNames(read).map((name) => [name]),
          ),
        }
      : {}),
  };
}

function projected(items: readonly Item[], { projection, AttributesToGet }: CheckedInput): readonly Item[] {
  const places = projection?.places ?? AttributesToGet?.map((name) => [name]);
  return places ? items.map((item) => project(item, places)) : items;
}
