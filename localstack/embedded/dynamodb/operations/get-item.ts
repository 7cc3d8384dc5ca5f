import { defineOperation } from '../../core/operation.ts';
import { onTable } from '../authorization.ts';
import { Consumption, withCapacity } from '../capacity.ts';
import { callStore } from '../database.ts';
import { check, runAtOnce } from '../run.ts';
import { withTableKeys } from '../tables/with-keys.ts';

/** GetItem. */
export const getItem = defineOperation({
  name: 'GetItem',
  authorization: onTable('GetItem'),
  run: withTableKeys((database, input) => {
    const consumption = new Consumption('readUnits');
    const store = callStore(database, { consumption, consistent: () => input.ConsistentRead === true });
    const output = runAtOnce('getItem', check('getItem', input, store), store);
    database.capacity.record(consumption);
    return withCapacity(output, input, consumption);
  }),
});
