import { dynamoDbErrors } from '../errors.ts';

/** A tag as DynamoDB writes it. */
export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** Tags by key. Throws ValidationException for a reserved or repeated key. */
export function checkedTags(tags: readonly Tag[]): Record<string, string> {
  const byKey: Record<string, string> = {};
  for (const { Key, Value } of tags) {
    if (Key.startsWith('aws:')) {
      throw dynamoDbErrors.validation('Tag key cannot start with reserved prefix: aws:');
    }
    if (Key in byKey) {
      throw dynamoDbErrors.validation(`One or more parameter values were invalid: Duplicate tag key: ${Key}`);
    }
    byKey[Key] = Value;
  }
  return byKey;
}
