import { defineOperation } from '../../core/operation.ts';
import { onTable } from '../authorization.ts';
import { withTableKeys } from '../with-table-keys.ts';
import { writeItem } from '../write-item.ts';

/** DeleteItem. */
export const deleteItem = defineOperation({
  name: 'DeleteItem',
  authorization: onTable('DeleteItem'),
  run: withTableKeys((database, input) => writeItem(database, 'deleteItem', input)),
});
