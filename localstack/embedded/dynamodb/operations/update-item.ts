import { defineOperation } from '../../core/operation.ts';
import { onTable } from '../authorization.ts';
import { withTableKeys } from '../with-table-keys.ts';
import { writeItem } from '../write-item.ts';

/** UpdateItem. */
export const updateItem = defineOperation({
  name: 'UpdateItem',
  authorization: onTable('UpdateItem'),
  run: withTableKeys((database, input) => writeItem(database, 'updateItem', input)),
});
