import { callStore, type Database } from '../database.ts';
import type { Item } from '../model.ts';
import { check, type Input, type Output, runAtOnce, runRead } from '../run.ts';

/** GetItem. */
export function getItem(database: Database): (input: Input) => Output {
  return (input) => {
    const store = callStore(database);
    return runAtOnce('getItem', check('getItem', input, store), store);
  };
}

/** Query and Scan. */
export function readItems(database: Database, name: 'query' | 'scan'): (input: Input) => Promise<Output> {
  return (input) => {
    const store = callStore(database, input.ExclusiveStartKey as Item | undefined);
    return runRead(name, check(name, input, store), store);
  };
}
