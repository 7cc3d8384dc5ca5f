import { defineOperation } from '../../core/operation.ts';
import { onKey } from '../authorization.ts';
import type { Keys } from '../keys.ts';
import type { KeyInput } from '../model.ts';

/** UntagResource. */
export const untagResource = defineOperation({
  name: 'UntagResource',
  authorization: onKey('UntagResource'),
  run(keys: Keys, { KeyId, TagKeys }: KeyInput & { readonly TagKeys?: readonly string[] }) {
    const key = keys.changeable(KeyId);
    const kept = Object.entries(key.tags).filter(([name]) => !TagKeys?.includes(name));
    keys.save({ ...key, tags: Object.fromEntries(kept) });
    return {};
  },
});
