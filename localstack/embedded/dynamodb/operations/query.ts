import { defineOperation } from '../../core/operation.ts';
import { onIndex } from '../authorization.ts';
import { readItems } from '../read-items.ts';
import { withTableKeys } from '../with-table-keys.ts';

/** Query. */
export const query = defineOperation({
  name: 'Query',
  authorization: onIndex('Query'),
  run: withTableKeys((database, input) => readItems(database, 'query', input)),
});
