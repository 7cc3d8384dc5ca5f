import { Consumption, readUnits, withCapacity } from '../capacity.ts';
import { type CallStore, callStore, type Database } from '../database.ts';
import type { Input, Item, Output } from '../model.ts';
import { check, runRead } from '../run.ts';

/** Query and Scan. Throws {@link AwsError}. */
export async function readItems(database: Database, name: 'query' | 'scan', input: Input): Promise<Output> {
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
}

/** The bytes of what was looked at, filtered away or not; one item more is fetched to see whether there is one. */
function bytesRead({ readBytes }: CallStore, output: Output): number {
  let sum = 0;
  for (let item = 0; item < Number(output.ScannedCount); item++) sum += readBytes[item] ?? 0;
  return sum;
}
