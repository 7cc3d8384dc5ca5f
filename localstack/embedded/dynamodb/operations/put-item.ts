import { defineOperation } from '../../core/operation.ts';
import { onTable } from '../authorization.ts';
import { writeItem } from '../items/writing.ts';
import { withTableKeys } from '../tables/with-keys.ts';

/** PutItem. */
export const putItem = defineOperation({
  name: 'PutItem',
  authorization: onTable('PutItem'),
  run: withTableKeys((database, input) => writeItem(database, 'putItem', input)),
});
