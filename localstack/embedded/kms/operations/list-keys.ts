import { defineOperation } from '../../core/operation.ts';
import { onAll } from '../authorization.ts';
import type { Keys } from '../keys.ts';
import { type PageInput, pageOf } from '../paging.ts';

/** ListKeys. */
export const listKeys = defineOperation({
  name: 'ListKeys',
  authorization: onAll('ListKeys'),
  run(keys: Keys, input: PageInput) {
    const { page, ...rest } = pageOf(keys.all(), (key) => key.id, input, 100);
    return { Keys: page.map((key) => ({ KeyId: key.id, KeyArn: keys.arnOf(key) })), ...rest };
  },
});
