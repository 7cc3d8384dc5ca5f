import { defineOperation } from '../../core/operation.ts';
import { onResourceArn } from '../authorization.ts';
import type { Database } from '../database.ts';
import type { Input } from '../model.ts';

/** UntagResource. */
export const untagResource = defineOperation({
  name: 'UntagResource',
  authorization: onResourceArn('UntagResource'),
  run(database: Database, input: Input) {
    const table = database.tableByArn(String(input.ResourceArn));
    const gone = new Set((input.TagKeys as string[] | undefined) ?? []);
    const tags = Object.fromEntries(Object.entries(table.tags).filter(([key]) => !gone.has(key)));
    database.save({ ...table, tags });
    return {};
  },
});
