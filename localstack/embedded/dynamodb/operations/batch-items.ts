import { asksCapacity } from '../capacity.ts';
import { callStore, type Database } from '../database.ts';
import { check, type Input, type Output, runAtOnce } from '../run.ts';

/** BatchGetItem and BatchWriteItem. */
export function batchItems(
  database: Database,
  name: 'batchGetItem' | 'batchWriteItem',
): (input: Input) => Output {
  return (input) => {
    const store = callStore(database, undefined, asksCapacity(input));
    return runAtOnce(name, check(name, input, store), store);
  };
}
