import { kmsErrors } from './errors.ts';

/** KMS names the two parts of a tag as no other service does. */
export interface Tag {
  readonly TagKey: string;
  readonly TagValue: string;
}

/** Tags by name. Throws TagException where one is AWS's or has no name. */
export function checkedTags(tags: readonly Tag[]): Record<string, string> {
  for (const { TagKey } of tags) {
    if (!TagKey || TagKey.length > 128) throw kmsErrors.tags(`Invalid tag key: ${TagKey}`);
    if (TagKey.startsWith('aws:')) throw kmsErrors.tags('Tags starting with aws: are reserved');
  }
  return Object.fromEntries(tags.map(({ TagKey, TagValue }) => [TagKey, TagValue]));
}
