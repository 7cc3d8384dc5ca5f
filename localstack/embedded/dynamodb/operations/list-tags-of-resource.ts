import { defineOperation } from '../../core/operation.ts';
import { onResourceArn } from '../authorization.ts';
import type { Database } from '../database.ts';
import type { Input } from '../model.ts';

/** ListTagsOfResource. */
export const listTagsOfResource = defineOperation({
  name: 'ListTagsOfResource',
  authorization: onResourceArn('ListTagsOfResource'),
  run(database: Database, input: Input) {
    const table = database.tableByArn(String(input.ResourceArn));
    return { Tags: Object.entries(table.tags).map(([Key, Value]) => ({ Key, Value })) };
  },
});
