import { defineOperation } from '../../core/operation.ts';
import { onKey } from '../authorization.ts';
import type { Keys } from '../keys.ts';
import type { KeyInput } from '../model.ts';

/** DisableKey: what it encrypted cannot be read until it is enabled again. */
export const disableKey = defineOperation({
  name: 'DisableKey',
  authorization: onKey('DisableKey'),
  run(keys: Keys, { KeyId }: KeyInput) {
    keys.save({ ...keys.changeable(KeyId), enabled: false });
    return {};
  },
});
