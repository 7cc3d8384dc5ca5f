import { defineOperation } from '../../core/operation.ts';
import { onIndex } from '../authorization.ts';
import { readItems } from '../items/reading.ts';
import { withTableKeys } from '../tables/with-keys.ts';

/** Query. */
export const query = defineOperation({
  name: 'Query',
  authorization: onIndex('Query'),
  run: withTableKeys((database, input) => readItems(database, 'query', input)),
});
