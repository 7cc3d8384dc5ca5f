import { defineOperation } from '../../core/operation.ts';
import { transaction } from '../authorization.ts';
import { Consumption, withCapacity } from '../capacity.ts';
import { callStore } from '../database.ts';
import { dynamoDbErrors } from '../errors.ts';
import type { Input } from '../model.ts';
import { check, runAtOnce } from '../run.ts';
import { withTableKeys } from '../tables/with-keys.ts';

/** TransactGetItems: all items as they stood at one moment. */
export const transactGetItems = defineOperation({
  name: 'TransactGetItems',
  authorization: transaction,
  run: withTableKeys((database, input) => {
    const items = (input.TransactItems ?? []) as { Get?: Input }[];
    if (items.length < 1 || items.length > 100) {
      throw dynamoDbErrors.validation(
        "1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length less than or equal to 100 and greater than or equal to 1",
      );
    }
    const consumption = new Consumption('readUnits', 2);
    const store = callStore(database, { consumption, consistent: () => true });
    const outputs = items.map(({ Get }) => {
      if (!Get) throw dynamoDbErrors.validation('TransactItems can only contain Get');
      const read = { ...Get, ConsistentRead: true };
      return runAtOnce('getItem', check('getItem', read, store), store);
    });
    database.capacity.record(consumption);
    const Responses = outputs.map(({ Item }) => (Item === undefined ? {} : { Item }));
    return withCapacity({ Responses }, input, consumption, 'list');
  }),
});
