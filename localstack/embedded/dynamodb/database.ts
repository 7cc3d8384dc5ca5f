import { Stream } from 'node:stream';
import type { EmbeddedContext } from '../core/context.ts';
import { AwsError } from '../core/errors.ts';
import type { Collection } from '../storage/storage.ts';
import type { Callback, DynaliteStore, IndexDatabase, ItemDatabase, ReadRange } from './dynalite.ts';
import { type IndexUnits, ItemStore, MAX_ITEM_SIZE } from './item-store.ts';
import type { Item, Table } from './model.ts';

/** The tables of the account and their items. */
export interface Database {
  readonly context: EmbeddedContext;
  readonly tables: Collection<Table>;
  /** Items of a table that exists. */
  items(name: string): ItemStore;
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

  function items(name: string): ItemStore {
    let store = stores.get(name);
    if (!store) {
      const { description, timeToLive } = table(name);
      const rows = context.storage.collection<string>(`dynamodb/items/${name}`);
      store = new ItemStore(rows, context.clock, description, timeToLive);
      stores.set(name, store);
    }
    return store;
  }

  function table(name: string): Table {
    const found = tables.get(name);
    if (!found) throw tableNotFound(name);
    return found;
  }

  // Opened at once, so that what expires in a durable storage does so without being asked for.
  for (const { description } of tables.values()) items(description.TableName);

  return {
    context,
    tables,
    items,
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
    save(saved) {
      tables.set(saved.description.TableName, saved);
    },
    remove(name) {
      items(name).clear();
      stores.delete(name);
      tables.delete(name);
    },
  };
}

/** The error for a table that is not there, in the words of the operations on tables. */
export function tableNotFound(name: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`);
}

/** One call's view of the database, as dynalite's actions want it; gathers what the call wrote. */
export interface CallStore extends DynaliteStore {
  /** Write units by index, of all writes of the call. */
  readonly indexUnits: IndexUnits;
}

/**
 * Presents the database to dynalite's actions for one call. Everything but Query and Scan calls back at once,
 * so an action's reads and writes are one step; its locks have nothing to wait for.
 *
 * @param start the call's ExclusiveStartKey, because dynalite hands on a shortened form of it only
 * @param measure whether index writes are to be costed
 */
export function callStore(database: Database, start?: Item, measure = false): CallStore {
  const indexUnits: IndexUnits = {};
  const add = (units: IndexUnits | undefined) => {
    for (const name in units) indexUnits[name] = (indexUnits[name] ?? 0) + (units[name] ?? 0);
  };
  return {
    options: { maxItemSize: MAX_ITEM_SIZE },
    indexUnits,
    getTable(name, checkStatus, callback) {
      const done = typeof checkStatus === 'function' ? checkStatus : callback;
      const table = database.tables.get(name);
      if (table) done?.(null, table.description);
      else done?.(new AwsError('ResourceNotFoundException', 'Requested resource not found'));
    },
    getItemDb: (name) => itemDatabase(database.items(name), measure, add),
    getIndexDb: (_type, name, index) => indexDatabase(database.items(name), index, start),
  };
}

function itemDatabase(
  items: ItemStore,
  measure: boolean,
  add: (units: IndexUnits | undefined) => void,
): ItemDatabase {
  return {
    get: (key, callback) => callback(null, items.get(key)),
    put(key, item, callback) {
      add(items.put(key, item, measure));
      callback(null);
    },
    del(key, callback) {
      add(items.delete(key, measure));
      callback(null);
    },
    lock: (_key, run) => run((callback) => callback),
    createValueStream: (range) => streamOf(items.items(range)),
  };
}

/** The item store keeps its indexes itself, so what dynalite writes to them is dropped. */
function indexDatabase(items: ItemStore, index: string, start: Item | undefined): IndexDatabase {
  const done = (callback: Callback) => callback(null);
  return {
    put: (_key, _item, callback) => done(callback),
    del: (_key, callback) => done(callback),
    createValueStream: (range: ReadRange) => streamOf(items.indexed(index, range, start)),
  };
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
