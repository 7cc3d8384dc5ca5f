import { defineOperation } from '../../core/operation.ts';
import { onTables } from '../authorization.ts';
import { Consumption } from '../capacity.ts';
import { getBatch } from '../items/batches.ts';
import { withTableKeys } from '../tables/with-keys.ts';

/** BatchGetItem. */
export const batchGetItem = defineOperation({
  name: 'BatchGetItem',
  authorization: onTables('BatchGetItem'),
  run: withTableKeys((database, input) => getBatch(database, input, new Consumption('readUnits'))),
});
