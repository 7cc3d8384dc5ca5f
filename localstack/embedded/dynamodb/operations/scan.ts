import { defineOperation } from '../../core/operation.ts';
import { onIndex } from '../authorization.ts';
import { readItems } from '../items/reading.ts';
import { withTableKeys } from '../tables/with-keys.ts';

/** Scan. */
export const scan = defineOperation({
  name: 'Scan',
  authorization: onIndex('Scan'),
  run: withTableKeys((database, input) => readItems(database, 'scan', input)),
});
