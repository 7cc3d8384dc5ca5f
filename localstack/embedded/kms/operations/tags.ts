import { kmsErrors } from '../errors.ts';
import type { Keys } from '../keys.ts';
import { pageOf } from './paging.ts';

/** KMS names the two parts of a tag as no other service does. */
export interface Tag {
  readonly TagKey: string;
  readonly TagValue: string;
}

/** TagResource. */
export function tagResource(keys: Keys) {
  return (input: { KeyId?: string; Tags?: readonly Tag[] }) => {
    const key = keys.changeable(input.KeyId);
    keys.save({ ...key, tags: { ...key.tags, ...checkedTags(input.Tags ?? []) } });
    return {};
  };
}

/** UntagResource. */
export function untagResource(keys: Keys) {
  return (input: { KeyId?: string; TagKeys?: readonly string[] }) => {
    const key = keys.changeable(input.KeyId);
    const kept = Object.entries(key.tags).filter(([name]) => !input.TagKeys?.includes(name));
    keys.save({ ...key, tags: Object.fromEntries(kept) });
    return {};
  };
}

/** ListResourceTags. */
export function listResourceTags(keys: Keys) {
  return (input: { KeyId?: string; Limit?: number; Marker?: string }) => {
    const tags = Object.entries(keys.find(input.KeyId).tags).sort(([a], [b]) => (a < b ? -1 : 1));
    const { page, ...rest } = pageOf(tags, ([name]) => name, input, 50);
    return { Tags: page.map(([TagKey, TagValue]) => ({ TagKey, TagValue })), ...rest };
  };
}

/** Tags by name. Throws TagException where one is AWS's or has no name. */
export function checkedTags(tags: readonly Tag[]): Record<string, string> {
  for (const { TagKey } of tags) {
    if (!TagKey || TagKey.length > 128) throw kmsErrors.tags(`Invalid tag key: ${TagKey}`);
    if (TagKey.startsWith('aws:')) throw kmsErrors.tags('Tags starting with aws: are reserved');
  }
  return Object.fromEntries(tags.map(({ TagKey, TagValue }) => [TagKey, TagValue]));
}
