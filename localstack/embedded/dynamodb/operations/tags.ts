import { AwsError } from '../../core/errors.ts';
import type { Database } from '../database.ts';
import type { Input, Output } from '../run.ts';

/** A tag as DynamoDB writes it. */
export interface Tag {
  Key: string;
  Value: string;
}

/** Tags by key. Throws ValidationException for a reserved or repeated key. */
export function checkedTags(tags: readonly Tag[]): Record<string, string> {
  const byKey: Record<string, string> = {};
  for (const { Key, Value } of tags) {
    if (Key.startsWith('aws:')) {
      throw new AwsError('ValidationException', 'Tag key cannot start with reserved prefix: aws:');
    }
    if (Key in byKey) {
      throw new AwsError(
        'ValidationException',
        `One or more parameter values were invalid: Duplicate tag key: ${Key}`,
      );
    }
    byKey[Key] = Value;
  }
  return byKey;
}

/** TagResource. */
export function tagResource(database: Database): (input: Input) => Output {
  return (input) => {
    const table = database.tableByArn(String(input.ResourceArn));
    const tags = { ...table.tags, ...checkedTags((input.Tags as Tag[] | undefined) ?? []) };
    if (Object.keys(tags).length > 50) {
      throw new AwsError(
        'ValidationException',
        'One or more parameter values were invalid: Too many tags: 50 at most',
      );
    }
    database.save({ ...table, tags });
    return {};
  };
}

/** UntagResource. */
export function untagResource(database: Database): (input: Input) => Output {
  return (input) => {
    const table = database.tableByArn(String(input.ResourceArn));
    const gone = new Set((input.TagKeys as string[] | undefined) ?? []);
    const tags = Object.fromEntries(Object.entries(table.tags).filter(([key]) => !gone.has(key)));
    database.save({ ...table, tags });
    return {};
  };
}

/** ListTagsOfResource. */
export function listTagsOfResource(database: Database): (input: Input) => Output {
  return (input) => {
    const table = database.tableByArn(String(input.ResourceArn));
    return { Tags: Object.entries(table.tags).map(([Key, Value]) => ({ Key, Value })) };
  };
}
