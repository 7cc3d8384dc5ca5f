import { defineOperation } from '../../core/operation.ts';
import { onIndex } from '../authorization.ts';
import { readItems } from '../read-items.ts';
import { withTableKeys } from '../with-table-keys.ts';

/** Scan. */
export const scan = defineOperation({
  name: 'Scan',
  authorization: onIndex('Scan'),
  run: withTableKeys((database, input) => readItems(database, 'scan', input)),
});
