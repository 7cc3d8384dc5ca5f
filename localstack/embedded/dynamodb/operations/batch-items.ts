import { Consumption, withCapacity } from '../capacity.ts';
import { callStore, type Database } from '../database.ts';
import { check, type Input, type Output, runAtOnce } from '../run.ts';

/** BatchGetItem and BatchWriteItem. */
export function batchItems(
  database: Database,
  name: 'batchGetItem' | 'batchWriteItem',
): (input: Input) => Output {
  return (input) => {
    const consumption = new Consumption(name === 'batchGetItem' ? 'readUnits' : 'writeUnits');
    const requests = input.RequestItems as Readonly<Record<string, { ConsistentRead?: boolean }>> | undefined;
    const store = callStore(database, {
      consumption,
      consistent: (table) => requests?.[table]?.ConsistentRead === true,
    });
    const output = runAtOnce(name, check(name, input, store), store);
    database.capacity.record(consumption);
    return withCapacity(output, input, consumption, 'list');
  };
}
