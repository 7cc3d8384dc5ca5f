import { defineOperation } from '../../core/operation.ts';
import { onKey } from '../authorization.ts';
import { kmsErrors } from '../errors.ts';
import type { Keys } from '../keys.ts';
import type { KeyInput } from '../model.ts';

interface EnableKeyRotationInput extends KeyInput {
  readonly RotationPeriodInDays?: number;
}

/** EnableKeyRotation: a changed period counts from now. */
export const enableKeyRotation = defineOperation({
  name: 'EnableKeyRotation',
  authorization: onKey('EnableKeyRotation'),
  run(keys: Keys, { KeyId, RotationPeriodInDays: days = 365 }: EnableKeyRotationInput) {
    const key = keys.rotatable(KeyId);
    if (!Number.isInteger(days) || days < 90 || days > 2560) {
      throw kmsErrors.validation(
        `1 validation error detected: Value '${days}' at 'rotationPeriodInDays' failed to satisfy constraint: Member must be between 90 and 2560`,
      );
    }
    if (key.rotation?.days !== days) {
      keys.save({ ...key, rotation: { days, since: keys.context.clock.now() } });
    }
    return {};
  },
});
