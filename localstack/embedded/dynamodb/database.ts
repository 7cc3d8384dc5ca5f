import type { EmbeddedContext } from '../core/context.ts';
import { AwsError } from '../core/errors.ts';
import type { Collection } from '../storage/storage.ts';
import { type Consumption, replacementUnits } from './capacity.ts';
import { dynamoDbErrors } from './errors.ts';
import { ClientTokens } from './items/client-tokens.ts';
import { ItemStore } from './items/store.ts';
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
