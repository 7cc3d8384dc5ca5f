import { defineOperation } from '../../core/operation.ts';
import { onKey } from '../authorization.ts';
import type { Keys } from '../keys.ts';
import type { KeyInput } from '../model.ts';
import { checkedTags, type Tag } from '../tags.ts';

/** TagResource. */
export const tagResource = defineOperation({
  name: 'TagResource',
  authorization: onKey('TagResource'),
  run(keys: Keys, { KeyId, Tags }: KeyInput & { readonly Tags?: readonly Tag[] }) {
    const key = keys.changeable(KeyId);
    keys.save({ ...key, tags: { ...key.tags, ...checkedTags(Tags ?? []) } });
    return {};
  },
});
