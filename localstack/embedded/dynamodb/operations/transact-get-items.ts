import { defineOperation } from '../../core/operation.ts';
import { transaction } from '../authorization.ts';
import { Consumption, withCapacity } from '../capacity.ts';
import { dynamoDbErrors } from '../errors.ts';
import { getItem, itemsToGet } from '../items/get.ts';
import type { Input, Item } from '../model.ts';
import { check } from '../run.ts';
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
    const Responses = items.map(({ Get }) => {
      if (!Get) throw dynamoDbErrors.validation('TransactItems can only contain Get');
      const checked = check('getItem', { ...Get, ConsistentRead: true });
      const table = itemsToGet(database, checked.TableName, checked);
      const found = getItem(table, checked.Key as Item, checked, consumption);
      return found ? { Item: found } : {};
    });
    database.capacity.record(consumption);
    return withCapacity({ Responses }, input, consumption, 'list');
  }),
});
