import { Stream } from 'node:stream';
import type { EmbeddedContext } from '../core/context.ts';
import { AwsError } from '../core/errors.ts';
import type { Collection } from '../storage/storage.ts';
import { type Consumption, readUnits, replacementUnits } from './capacity.ts';
import type { Callback, DynaliteStore, IndexDatabase, ItemDatabase, ReadRange } from './dynalite.ts';
import { dynamoDbErrors } from './errors.ts';
import { ClientTokens } from './items/client-tokens.ts';
import { itemBytes } from './items/size.ts';
import { ItemStore, MAX_ITEM_SIZE } from './items/store.ts';
import { type CapacityMeter, createCapacityMeter } from './metering.ts';
import type { Item, Table } from './model.ts';
import { endStream } from './streams/specification.ts';
import { type Streams, streamsOf } from './streams/streams.ts';
import { ChangeLog } from './tables/change-log.ts';
import { createTableKeys, type TableKeys } from './tables/keys.ts';

/** The tables of the account and their items. */
export interface Database {
  readonly context: EmbeddedContext;
  readonly tables: Collection<Table>;
  readonly capacity: CapacityMeter;
  readonly keys: TableKeys;
  readonly clientTokens: ClientTokens;
  readonly streams: Streams;
  /** Items of a table that exists. */
  items(name: string): ItemStore;
  /** How the items of a table that exists came to be what they are, while point-in-time recovery is on. */
  changes(name: string): ChangeLog;
  /** Throws ResourceNotFoundException. */
  table(name: string): Table;
  /** The table of an ARN. Throws ResourceNotFoundException. */
  tableByArn(arn: string): Table;
  /** Remembers a new or changed table. */
  save(table: Table): void;
  remove(name: string): void;
}

/** Opens the tables in the context's storage. */
export function createDatabase(context: EmbeddedContext): Database {
  const tables = context.storage.collection<Table>('dynamodb/tables');
  const stores = new Map<string, ItemStore>();
  const logs = new Map<string, ChangeLog>();
  const streams = streamsOf(context);

  function changes(name: string): ChangeLog {
    let log = logs.get(name);
    if (!log) {
      log = new ChangeLog(context.storage.collection<string>(`dynamodb/items/${name}`), context.clock);
      const { pointInTimeRecovery, description } = table(name);
      log.remember(pointInTimeRecovery !== undefined);
      log.stream(streams.listenerOf(description.LatestStreamArn));
      logs.set(name, log);
    }
    return log;
  }

  function items(name: string): ItemStore {
    let store = stores.get(name);
    if (!store) {
      const { description, timeToLive } = table(name);
      const log = changes(name);
      const expiring = (run: () => void) => log.expiring(run);
      store = new ItemStore(log.rows, context.clock, description, timeToLive, expiring);
      stores.set(name, store);
    }
    return store;
  }

  function table(name: string): Table {
    const found = tables.get(name);
    if (!found) throw dynamoDbErrors.tableNotFound(name);
    return found;
  }

  // Opened at once, so that what expires in a durable storage does so without being asked for.
  for (const { description } of tables.values()) items(description.TableName);

  const save = (saved: Table) => tables.set(saved.description.TableName, saved);

  return {
    context,
    tables,
    capacity: createCapacityMeter(context),
    keys: createTableKeys({ context, save }),
    clientTokens: new ClientTokens(context.clock),
    streams,
    items,
    changes,
    table,
    tableByArn(arn) {
      const found = tables.get(arn.split('/')[1] ?? '');
      if (!found || found.description.TableArn !== arn) {
        throw new AwsError(
          'ResourceNotFoundException',
          `Requested resource not found: ResourcArn: ${arn} not found`,
        );
      }
      return found;
    },
    save,
    remove(name) {
      // Deleting a table is no change of its items.
      endStream(streams, table(name).description);
      changes(name).stream(undefined);
      items(name).clear();
      stores.delete(name);
      logs.delete(name);
      tables.delete(name);
    },
  };
}

/** One call's view of the database, as dynalite's actions want it. */
export interface CallStore extends DynaliteStore {
  /** Bytes of each item that a Query or Scan has read, in order. */
  readonly readBytes: readonly number[];
  /** The item that was looked up last. */
  readonly lookedUp: Item | undefined;
}

/** How a call uses its {@link CallStore}. */
export interface CallStoreOptions {
  /** The call's ExclusiveStartKey, because dynalite hands on a shortened form of it only. */
  readonly start?: Item | undefined;
  /** Where the capacity of what is written, or looked up by a call that only reads, is added up. */
  readonly consumption?: Consumption;
  /** Whether what is looked up in a table is read consistently. */
  consistent?(table: string): boolean;
}

/**
 * Presents the database to dynalite's actions for one call. Everything but Query and Scan calls back at once,
 * so an action's reads and writes are one step; its locks have nothing to wait for.
 */
export function callStore(database: Database, options: CallStoreOptions = {}): CallStore {
  const readBytes: number[] = [];
  let lookedUp: Item | undefined;
  const { consumption, start } = options;

  function itemDatabase(items: ItemStore): ItemDatabase {
    const { description } = items;
    const write = (key: string, item: Item | undefined) => {
      // Each action looks up what it is going to replace.
      const old = lookedUp;
      if (item) items.put(key, item, old);
      else items.delete(key, old);
      if (consumption) addWrite(consumption, items, old, item);
    };
    return {
      get(key, callback) {
        lookedUp = items.get(key);
        if (consumption?.kind === 'readUnits') {
          const bytes = lookedUp ? itemBytes(lookedUp) : 0;
          const consistent = options.consistent?.(description.TableName) ?? false;
          consumption.add(description, undefined, readUnits(bytes, consistent));
        }
        callback(null, lookedUp);
      },
      put(key, item, callback) {
        write(key, item);
        callback(null);
      },
      del(key, callback) {
        write(key, undefined);
        callback(null);
      },
      lock: (_key, run) => run((callback) => callback),
      createValueStream: (range) => streamOf(measured(items.items(range), consumption && readBytes)),
    };
  }

  return {
    options: { maxItemSize: MAX_ITEM_SIZE },
    readBytes,
    get lookedUp() {
      return lookedUp;
    },
    getTable(name, checkStatus, callback) {
      const done = typeof checkStatus === 'function' ? checkStatus : callback;
      const table = database.tables.get(name);
      if (table) done?.(null, table.description);
      else done?.(new AwsError('ResourceNotFoundException', 'Requested resource not found'));
    },
    getItemDb: (name) => itemDatabase(database.items(name)),
    getIndexDb: (_type, name, index) =>
      indexDatabase((range) =>
        measured(database.items(name).indexed(index, range, start), consumption && readBytes),
      ),
  };
}

/** Adds what replacing `old` by `item` costs in the table and its indexes. */
export function addWrite(
  consumption: Consumption,
  items: ItemStore,
  old: Item | undefined,
  item: Item | undefined,
): void {
  consumption.add(items.description, undefined, replacementUnits(old, item));
  for (const [index, units] of items.indexUnits(old, item)) consumption.add(items.description, index, units);
}

/** The item store keeps its indexes itself, so what dynalite writes to them is dropped. */
function indexDatabase(read: (range: ReadRange) => Generator<Item>): IndexDatabase {
  const done = (callback: Callback) => callback(null);
  return {
    put: (_key, _item, callback) => done(callback),
    del: (_key, callback) => done(callback),
    createValueStream: (range) => streamOf(read(range)),
  };
}

/** The items, with their sizes noted on the way. */
function* measured(items: Generator<Item>, bytes: number[] | undefined): Generator<Item> {
  for (const item of items) {
    bytes?.push(itemBytes(item));
    yield item;
  }
}

/** Emits the items once a listener had time to attach; stops when it is destroyed, as dynalite does when it has enough. */
function streamOf(items: Generator<Item>): Stream & { destroy(): void } {
  let destroyed = false;
  const stream = Object.assign(new Stream(), {
    destroy() {
      destroyed = true;
    },
  });
  queueMicrotask(() => {
    try {
      for (const item of items) {
        stream.emit('data', item);
        if (destroyed) return;
      }
      stream.emit('end');
    } catch (error) {
      stream.emit('error', error);
    }
  });
  return stream;
}
