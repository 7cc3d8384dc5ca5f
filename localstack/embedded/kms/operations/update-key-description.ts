import { defineOperation } from '../../core/operation.ts';
import { onKey } from '../authorization.ts';
import type { Keys } from '../keys.ts';
import type { KeyInput } from '../model.ts';

/** UpdateKeyDescription. */
export const updateKeyDescription = defineOperation({
  name: 'UpdateKeyDescription',
  authorization: onKey('UpdateKeyDescription'),
  run(keys: Keys, { KeyId, Description }: KeyInput & { readonly Description?: string }) {
    keys.save({ ...keys.changeable(KeyId), description: Description ?? '' });
    return {};
  },
});
