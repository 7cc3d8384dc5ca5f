import { defineOperation } from '../../core/operation.ts';
import { onTable } from '../authorization.ts';
import { writeItem } from '../items/writing.ts';
import { withTableKeys } from '../tables/with-keys.ts';

/** UpdateItem. */
export const updateItem = defineOperation({
  name: 'UpdateItem',
  authorization: onTable('UpdateItem'),
  run: withTableKeys((database, input) => writeItem(database, 'updateItem', input)),
});
