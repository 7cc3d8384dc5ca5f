import { defineOperation } from '../../core/operation.ts';
import { onTable } from '../authorization.ts';
import { writeItem } from '../items/writing.ts';
import { withTableKeys } from '../tables/with-keys.ts';

/** DeleteItem. */
export const deleteItem = defineOperation({
  name: 'DeleteItem',
  authorization: onTable('DeleteItem'),
  run: withTableKeys((database, input) => writeItem(database, 'deleteItem', input)),
});
