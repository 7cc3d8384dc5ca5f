import { defineOperation } from '../../core/operation.ts';
import { onResourceArn } from '../authorization.ts';
import type { Database } from '../database.ts';
import { dynamoDbErrors } from '../errors.ts';
import type { Input } from '../model.ts';
import { checkedTags, type Tag } from '../tables/tags.ts';

/** TagResource. */
export const tagResource = defineOperation({
  name: 'TagResource',
  authorization: onResourceArn('TagResource'),
  run(database: Database, input: Input) {
    const table = database.tableByArn(String(input.ResourceArn));
    const tags = { ...table.tags, ...checkedTags((input.Tags as Tag[] | undefined) ?? []) };
    if (Object.keys(tags).length > 50) {
      throw dynamoDbErrors.validation('One or more parameter values were invalid: Too many tags: 50 at most');
    }
    database.save({ ...table, tags });
    return {};
  },
});
