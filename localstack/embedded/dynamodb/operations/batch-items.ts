import { Consumption, withCapacity } from '../capacity.ts';
import { addWrite, callStore, type Database } from '../database.ts';
import { onlyTable, plainPuts } from '../plain-puts.ts';
import { check, type Input, type Output, runAtOnce } from '../run.ts';

/** BatchGetItem. */
export function batchGetItem(database: Database): (input: Input) => Output {
  return (input) => {
    const requests = input.RequestItems as Readonly<Record<string, { ConsistentRead?: boolean }>> | undefined;
    const consistent = (table: string) => requests?.[table]?.ConsistentRead === true;
    return runBatch(database, 'batchGetItem', input, new Consumption('readUnits'), consistent);
  };
}

/** BatchWriteItem: by a short way where it only puts plain items into one table, as a bulk load does. */
export function batchWriteItem(database: Database): (input: Input) => Output {
  return (input) => {
    const consumption = new Consumption('writeUnits');
    if (!putPlainly(database, input, consumption)) {
      return runBatch(database, 'batchWriteItem', input, consumption);
    }
    database.capacity.record(consumption);
    return withCapacity({ UnprocessedItems: {} }, input, consumption, 'list');
  };
}

function runBatch(
  database: Database,
  name: 'batchGetItem' | 'batchWriteItem',
  input: Input,
  consumption: Consumption,
  consistent = (_table: string) => false,
): Output {
  const store = callStore(database, { consumption, consistent });
  const output = runAtOnce(name, check(name, input, store), store);
  database.capacity.record(consumption);
  return withCapacity(output, input, consumption, 'list');
}

/** Whether all was written; where not, nothing was. */
function putPlainly(database: Database, input: Input, consumption: Consumption): boolean {
  const name = onlyTable(input);
  if (name === undefined || !database.tables.has(name)) return false;
  const items = database.items(name);
  const puts = plainPuts((input.RequestItems as Readonly<Record<string, unknown>>)[name], items);
  if (!puts) return false;
  items.putAll(puts);
  for (const { old, item } of puts) addWrite(consumption, items, old, item);
  return true;
}
