import { defineOperation } from '../../core/operation.ts';
import { onKey } from '../authorization.ts';
import type { Keys } from '../keys.ts';
import type { KeyInput } from '../model.ts';

/** EnableKey. */
export const enableKey = defineOperation({
  name: 'EnableKey',
  authorization: onKey('EnableKey'),
  run(keys: Keys, { KeyId }: KeyInput) {
    keys.save({ ...keys.changeable(KeyId), enabled: true });
    return {};
  },
});
