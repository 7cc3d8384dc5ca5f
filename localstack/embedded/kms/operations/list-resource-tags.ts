import { defineOperation } from '../../core/operation.ts';
import { onKey } from '../authorization.ts';
import type { Keys } from '../keys.ts';
import type { KeyInput } from '../model.ts';
import { type PageInput, pageOf } from '../paging.ts';

/** ListResourceTags. */
export const listResourceTags = defineOperation({
  name: 'ListResourceTags',
  authorization: onKey('ListResourceTags'),
  run(keys: Keys, input: KeyInput & PageInput) {
    const tags = Object.entries(keys.find(input.KeyId).tags).sort(([a], [b]) => (a < b ? -1 : 1));
    const { page, ...rest } = pageOf(tags, ([name]) => name, input, 50);
    return { Tags: page.map(([TagKey, TagValue]) => ({ TagKey, TagValue })), ...rest };
  },
});
