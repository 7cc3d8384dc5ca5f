import { defineOperation } from '../../core/operation.ts';
import { onKey } from '../authorization.ts';
import type { Keys } from '../keys.ts';
import type { KeyInput } from '../model.ts';

/** DisableKeyRotation. */
export const disableKeyRotation = defineOperation({
  name: 'DisableKeyRotation',
  authorization: onKey('DisableKeyRotation'),
  run(keys: Keys, { KeyId }: KeyInput) {
    const { rotation: _off, ...rest } = keys.rotatable(KeyId);
    keys.save(rest);
    return {};
  },
});
