import { AwsError } from '../../core/errors.ts';
import { Consumption, withCapacity } from '../capacity.ts';
import { callStore, type Database } from '../database.ts';
import { check, type Input, type Output, runAtOnce } from '../run.ts';

/** TransactGetItems: all items as they stood at one moment. */
export function transactGetItems(database: Database): (input: Input) => Output {
  return (input) => {
    const items = (input.TransactItems ?? []) as { Get?: Input }[];
    if (items.length < 1 || items.length > 100) {
      throw new AwsError(
        'ValidationException',
        "1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length less than or equal to 100 and greater than or equal to 1",
      );
    }
    const consumption = new Consumption('readUnits', 2);
    const store = callStore(database, { consumption, consistent: () => true });
    const outputs = items.map(({ Get }) => {
      if (!Get) throw new AwsError('ValidationException', 'TransactItems can only contain Get');
      const read = { ...Get, ConsistentRead: true };
      return runAtOnce('getItem', check('getItem', read, store), store);
    });
    database.capacity.record(consumption);
    const Responses = outputs.map(({ Item }) => (Item === undefined ? {} : { Item }));
    return withCapacity({ Responses }, input, consumption, 'list');
  };
}
