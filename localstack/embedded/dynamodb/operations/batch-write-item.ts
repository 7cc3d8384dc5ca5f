import { defineOperation } from '../../core/operation.ts';
import { onTables } from '../authorization.ts';
import { Consumption, withCapacity } from '../capacity.ts';
import { addWrite, type Database } from '../database.ts';
import { writeBatch } from '../items/batches.ts';
import { onlyTable, plainPuts } from '../items/plain-puts.ts';
import type { Input } from '../model.ts';
import { withTableKeys } from '../tables/with-keys.ts';

/** BatchWriteItem: by a short way where it only puts plain items into one table, as a bulk load does. */
export const batchWriteItem = defineOperation({
  name: 'BatchWriteItem',
  authorization: onTables('BatchWriteItem'),
  run: withTableKeys((database, input) => {
    const consumption = new Consumption('writeUnits');
    if (!putPlainly(database, input, consumption)) {
      return writeBatch(database, input, consumption);
    }
    database.capacity.record(consumption);
    return withCapacity({ UnprocessedItems: {} }, input, consumption, 'list');
  }),
});

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
