import { Consumption, readUnits, withCapacity } from '../capacity.ts';
import { type CallStore, callStore, type Database } from '../database.ts';
import type { Item } from '../model.ts';
import { check, type Input, type Output, runAtOnce, runRead } from '../run.ts';

/** GetItem. */
export function getItem(database: Database): (input: Input) => Output {
  return (input) => {
    const consumption = new Consumption('readUnits');
    const store = callStore(database, { consumption, consistent: () => input.ConsistentRead === true });
    const output = runAtOnce('getItem', check('getItem', input, store), store);
    database.capacity.record(consumption);
    return withCapacity(output, input, consumption);
  };
}

/** Query and Scan. */
export function readItems(database: Database, name: 'query' | 'scan'): (input: Input) => Promise<Output> {
  return async (input) => {
    const consumption = new Consumption('readUnits');
    const store = callStore(database, {
      consumption,
      start: input.ExclusiveStartKey as Item | undefined,
      consistent: () => input.ConsistentRead === true,
    });
    const data = check(name, input, store);
    const output = await runRead(name, data, store);
    const { description } = database.table(String(data.TableName));
    const units = readUnits(bytesRead(store, output), input.ConsistentRead === true);
    consumption.add(description, data.IndexName as string | undefined, units);
    database.capacity.record(consumption);
    return withCapacity(output, input, consumption);
  };
}

/** The bytes of what was looked at, filtered away or not; one item more is fetched to see whether there is one. */
function bytesRead({ readBytes }: CallStore, output: Output): number {
  let sum = 0;
  for (let item = 0; item < Number(output.ScannedCount); item++) sum += readBytes[item] ?? 0;
  return sum;
}
