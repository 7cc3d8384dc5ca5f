import { defineOperation } from '../../core/operation.ts';
import { onTable } from '../authorization.ts';
import { withTableKeys } from '../with-table-keys.ts';
import { writeItem } from '../write-item.ts';

/** PutItem. */
export const putItem = defineOperation({
  name: 'PutItem',
  authorization: onTable('PutItem'),
  run: withTableKeys((database, input) => writeItem(database, 'putItem', input)),
});
