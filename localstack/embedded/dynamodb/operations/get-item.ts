import { defineOperation } from '../../core/operation.ts';
import { onTable } from '../authorization.ts';
import { Consumption, withCapacity } from '../capacity.ts';
import { getItem as get, itemsToGet } from '../items/get.ts';
import type { Item } from '../model.ts';
import { check } from '../run.ts';
import { withTableKeys } from '../tables/with-keys.ts';

/** GetItem. */
export const getItem = defineOperation({
  name: 'GetItem',
  authorization: onTable('GetItem'),
  run: withTableKeys((database, input) => {
    const checked = check('getItem', input);
    const items = itemsToGet(database, checked.TableName, checked);
    const consumption = new Consumption('readUnits');
    const item = get(items, checked.Key as Item, checked, consumption);
    database.capacity.record(consumption);
    return withCapacity(item ? { Item: item } : {}, input, consumption);
  }),
});
