import type { Clock, Timer } from '../../clock/clock.ts';
import type { Collection } from '../../storage/storage.ts';
import { writeUnits } from '../capacity.ts';
import { MAX_ITEM_SIZE, rules } from '../dynalite.ts';
import { dynamoDbErrors } from '../errors.ts';
import type { Description, Index, Item } from '../model.ts';
import { continued, type OrderedMap, orderedMap, within } from './key-order.ts';
import type { ReadRange } from './read-range.ts';
import { attributeBytes, itemBytes } from './size.ts';

/** Items whose expiry lies further back than this are kept, as DynamoDB does (five years, in milliseconds). */
const EXPIRY_HORIZON = 5 * 365.25 * 24 * 3_600_000;
/** Larger than any character of a key, which is hexadecimal digits and slashes. */
const AFTER = '~';

/** An item that is known to be valid, where it is put, and its text in JSON. */
export interface ValidPut {
  readonly key: string;
  readonly item: Item;
  readonly text: string;
  /** What stands there. */
  readonly old: Item | undefined;
}

interface IndexEntry {
  readonly index: Index;
  /** The attributes that it holds; undefined for all. */
  readonly names: readonly string[] | undefined;
  /** The table's keys by the index's. */
  order: OrderedMap;
}

/**
 * The items of one table, with its secondary indexes and expiries. An item is kept as one JSON text, in memory
 * as well as in the storage; indexes hold keys only and are made again when a durable storage is opened. Every
 * change is made in one go, so whatever an operation reads and writes before it first waits is atomic.
 */
export class ItemStore {
  readonly #rows: Collection<string>;
  readonly #clock: Clock;
  #description: Description;
  #expiryAttribute: string | undefined;
  readonly #expiring: (run: () => void) => void;
  readonly #order: OrderedMap;
  #indexes = new Map<string, IndexEntry>();
  #expiries: OrderedMap = orderedMap();
  #wake: { at: number; timer: Timer } | undefined;

  /** @param expiring carries out what expiry deletes; default: as any other deletion */
  constructor(
    rows: Collection<string>,
    clock: Clock,
    description: Description,
    expiryAttribute: string | undefined,
    expiring: (run: () => void) => void = (run) => run(),
  ) {
    this.#rows = rows;
    this.#clock = clock;
    this.#description = description;
    this.#expiryAttribute = expiryAttribute;
    this.#expiring = expiring;
    this.#order = orderedMap(Array.from(rows.entries(), ([key]) => [key, key]));
    this.#rebuild(this.#describeIndexes(), true);
  }

  get description(): Description {
    return this.#description;
  }

  get size(): number {
    return this.#rows.size;
  }

  /** How many items an index holds. */
  indexSize(name: string): number {
    return this.#indexes.get(name)?.order.size ?? 0;
  }

  get(key: string): Item | undefined {
    const text = this.#rows.get(key);
    return text === undefined ? undefined : (JSON.parse(text) as Item);
  }

  /**
   * Replaces the item under `key`. Throws ValidationException for an empty index key or an item that is too large,
   * having changed nothing.
   *
   * @param old what stands there, where the caller has read it
   */
  put(key: string, item: Item, old = this.#oldOf(key)): void {
    const text = this.check(item);
    // The row first: where the disk has no room for it, nothing has changed.
    this.#rows.set(key, text);
    this.#relink(key, old, item);
  }

  /** The item's text. Throws ValidationException for an empty index key or an item that is too large. */
  check(item: Item): string {
    for (const { index } of this.#indexes.values()) checkIndexKeys(item, index);
    const text = JSON.stringify(item);
    checkSize(item, text);
    return text;
  }

  /** Puts several items, whose keys differ and which are known to be valid, in one go: all of them or, where the disk is full, none. */
  putAll(puts: readonly ValidPut[]): void {
    this.#rows.setAll(puts.map(({ key, text }) => [key, text] as const));
    for (const { key, old, item } of puts) this.#relink(key, old, item);
  }

  /** Removes the item under `key`; `old` as of {@link put}. */
  delete(key: string, old = this.#oldOf(key)): void {
    this.#rows.delete(key);
    this.#unlink(key, old, undefined);
    this.#order.delete(key);
  }

  /**
   * What replacing `old` by `item` costs in each index, in write units: an index is written where its view of the
   * item changes, twice when its key does (DynamoDB, "Provisioned throughput considerations for GSIs").
   */
  *indexUnits(old: Item | undefined, item: Item | undefined): Generator<[index: string, units: number]> {
    for (const { index, names } of this.#indexes.values()) {
      const before = old && isIndexed(old, index) ? old : undefined;
      const after = item && isIndexed(item, index) ? item : undefined;
      if (!before && !after) continue;
      if (before && after && !differ(before, after, names)) continue;
      const units = [before, after].map((side) => (side ? writeUnits(projectedBytes(side, names)) : 0));
      const moved = before && after && differ(before, after, namesOf(index.KeySchema));
      yield [index.IndexName, moved ? units.reduce((sum, one) => sum + one, 0) : Math.max(...units)];
    }
  }

  /** Items in key order within `range`. */
  *items(range: ReadRange): Generator<Item> {
    for (const [key] of within(this.#order, range)) {
      const item = this.get(key);
      if (item) yield item;
    }
  }

  /** What an index holds within `range`, after the item whose keys are `start` where a read continues. */
  *indexed(name: string, range: ReadRange, start: Item | undefined): Generator<Item> {
    const entry = this.#indexes.get(name);
    if (!entry) return;
    const bounds = start ? continued(range, this.#indexKey(start, entry.index)) : range;
    for (const [, key] of within(entry.order, bounds)) {
      const item = this.get(key);
      if (item) yield projected(item, entry.names);
    }
  }

  /** Takes over a changed description, filling the indexes that are new. */
  describe(description: Description): void {
    this.#description = description;
    this.#rebuild(this.#describeIndexes(), false);
  }

  /** Takes over the attribute that holds an item's expiry; undefined turns expiry off. */
  expireBy(attribute: string | undefined): void {
    this.#expiryAttribute = attribute;
    this.#rebuild([], true);
  }

  /** Forgets all items. */
  clear(): void {
    for (const key of [...this.#order.keys()]) this.#rows.delete(key);
    this.#order.clear();
    this.#indexes.clear();
    this.#expiries.clear();
    this.#wake?.timer.cancel();
  }

  /** The item under `key`, where a write needs to know it. */
  #oldOf(key: string): Item | undefined {
    return this.#indexes.size > 0 || this.#expiryAttribute !== undefined ? this.get(key) : undefined;
  }

  #relink(key: string, old: Item | undefined, item: Item): void {
    this.#unlink(key, old, item);
    this.#order.set(key, key);
    this.#link(key, item);
  }

  #link(key: string, item: Item): void {
    for (const { index, order } of this.#indexes.values()) {
      if (isIndexed(item, index)) order.set(this.#indexKey(item, index), key);
    }
    const expiry = this.#expiryOf(item);
    if (expiry === undefined) return;
    this.#expiries.set(expiryKey(expiry, key), key);
    this.#schedule();
  }

  /** Takes out of the orders what `old` stood under and `item` will not. */
  #unlink(key: string, old: Item | undefined, item: Item | undefined): void {
    if (!old) return;
    for (const { index, order } of this.#indexes.values()) {
      if (!isIndexed(old, index)) continue;
      const oldKey = this.#indexKey(old, index);
      if (!item || !isIndexed(item, index) || this.#indexKey(item, index) !== oldKey) order.delete(oldKey);
    }
    const expiry = this.#expiryOf(old);
    if (expiry !== undefined) this.#expiries.delete(expiryKey(expiry, key));
  }

  /** The table's key ends an index key, so that items with equal index keys stay apart. */
  #indexKey(item: Item, index: Index): string {
    const own = rules.createKey(item, this.#description, index.KeySchema);
    return own + rules.createKey(item, this.#description);
  }

  /** The attributes that an index holds; undefined for all. */
  #projection({ Projection, KeySchema }: Index): readonly string[] | undefined {
    if (Projection?.ProjectionType === 'ALL') return undefined;
    const keys = [...namesOf(KeySchema), ...namesOf(this.#description.KeySchema)];
    return [...new Set([...keys, ...(Projection?.NonKeyAttributes ?? [])])];
  }

  /** Takes over the description's indexes; returns those that are new, which are empty. */
  #describeIndexes(): IndexEntry[] {
    const { GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [] } = this.#description;
    const kept = this.#indexes;
    this.#indexes = new Map();
    const added: IndexEntry[] = [];
    for (const index of [...GlobalSecondaryIndexes, ...LocalSecondaryIndexes]) {
      const order = kept.get(index.IndexName)?.order;
      const entry = { index, names: this.#projection(index), order: order ?? orderedMap() };
      this.#indexes.set(index.IndexName, entry);
      if (!order) added.push(entry);
    }
    return added;
  }

  /** Fills these indexes and, where they are meant, the expiries, from the items, each of which is read once. */
  #rebuild(indexes: readonly IndexEntry[], expiries: boolean): void {
    const lists = indexes.map((entry) => ({ entry, pairs: [] as [string, string][] }));
    const expiring: [string, string][] = [];
    const attribute = expiries ? this.#expiryAttribute : undefined;
    const rows = lists.length > 0 || attribute !== undefined ? this.#rows.entries() : [];
    for (const [key, text] of rows) {
      // Without an index to fill, most items need not be read to know that they do not expire.
      if (lists.length === 0 && attribute !== undefined && !text.includes(JSON.stringify(attribute)))
        continue;
      const item = JSON.parse(text) as Item;
      for (const { entry, pairs } of lists) {
        if (isIndexed(item, entry.index)) pairs.push([this.#indexKey(item, entry.index), key]);
      }
      const expiry = expiries ? this.#expiryOf(item) : undefined;
      if (expiry !== undefined) expiring.push([expiryKey(expiry, key), key]);
    }
    for (const { entry, pairs } of lists) entry.order = orderedMap(pairs);
    if (!expiries) return;
    this.#expiries = orderedMap(expiring);
    this.#schedule();
  }

  /** When the item expires, in milliseconds; undefined for one that does not. */
  #expiryOf(item: Item): number | undefined {
    const value = this.#expiryAttribute === undefined ? undefined : item[this.#expiryAttribute]?.N;
    if (typeof value !== 'string') return undefined;
    const at = Math.trunc(Number(value)) * 1000;
    return at > this.#clock.now() - EXPIRY_HORIZON ? at : undefined;
  }

  /** Keeps one timer, for the item that expires first. */
  #schedule(): void {
    const first = this.#expiries.minKey();
    const at = first === undefined ? undefined : Number(first.slice(0, first.indexOf('|')));
    if (at === this.#wake?.at) return;
    this.#wake?.timer.cancel();
    this.#wake = undefined;
    if (at === undefined) return;
    this.#wake = {
      at,
      timer: this.#clock.after(at - this.#clock.now(), () => this.#expire(), 'Expiring items'),
    };
  }

  #expire(): void {
    this.#wake = undefined;
    const due = expiryKey(this.#clock.now(), AFTER);
    for (let first = this.#expiries.minKey(); first !== undefined && first <= due; ) {
      const key = this.#expiries.get(first);
      this.#expiries.delete(first);
      if (key !== undefined) this.#expiring(() => this.delete(key));
      first = this.#expiries.minKey();
    }
    this.#schedule();
  }
}

/** What an index holds of an item. */
function projected(item: Item, names: readonly string[] | undefined): Item {
  if (!names) return item;
  const held: Item = {};
  for (const name of names) {
    const value = item[name];
    if (value !== undefined) held[name] = value;
  }
  return held;
}

function namesOf(schema: Index['KeySchema']): string[] {
  return schema.map(({ AttributeName = '' }) => AttributeName);
}

/** Whether one of the attributes (of all, where none are named) is another or missing on one side. */
function differ(a: Item, b: Item, names: readonly string[] | undefined): boolean {
  if (!names) return JSON.stringify(a) !== JSON.stringify(b);
  return names.some((name) => JSON.stringify(a[name]) !== JSON.stringify(b[name]));
}

function projectedBytes(item: Item, names: readonly string[] | undefined): number {
  if (!names) return itemBytes(item);
  return names.reduce((sum, name) => sum + attributeBytes(name, item[name]), 0);
}

/** dynalite has counted characters; what its text has in bytes beyond them is added here. */
function checkSize(item: Item, text: string): void {
  const beyond = Buffer.byteLength(text) - text.length;
  if (beyond === 0 || rules.itemSize(item) + beyond <= MAX_ITEM_SIZE) return;
  throw dynamoDbErrors.validation('Item size has exceeded the maximum allowed size');
}

function checkIndexKeys(item: Item, index: Index): void {
  for (const { AttributeName = '' } of index.KeySchema) {
    const value = item[AttributeName];
    if (value?.S !== '' && value?.B !== '') continue;
    const type = value.S === '' ? 'string' : 'binary';
    throw dynamoDbErrors.validation(
      `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty ${type} value. IndexName: ${index.IndexName}, IndexKey: ${AttributeName}`,
    );
  }
}

function isIndexed(item: Item, index: Index): boolean {
  return index.KeySchema.every(({ AttributeName }) => item[AttributeName as string] !== undefined);
}

function expiryKey(at: number, key: string): string {
  return `${String(at).padStart(16, '0')}|${key}`;
}
