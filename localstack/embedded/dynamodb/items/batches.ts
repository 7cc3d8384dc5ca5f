import { type Consumption, withCapacity } from '../capacity.ts';
import { callStore, type Database } from '../database.ts';
import type { Input, Output } from '../model.ts';
import { check, runAtOnce } from '../run.ts';

/** Runs a batch in one step, and counts what it consumed. Throws {@link AwsError}. */
export function runBatch(
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
