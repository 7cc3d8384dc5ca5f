import { defineOperation } from '../../core/operation.ts';
import { onKey } from '../authorization.ts';
import { kmsErrors } from '../errors.ts';
import type { Keys } from '../keys.ts';
import type { KeyInput } from '../model.ts';
import { nextRotation } from '../rotation.ts';

/** GetKeyRotationStatus. */
export const getKeyRotationStatus = defineOperation({
  name: 'GetKeyRotationStatus',
  authorization: onKey('GetKeyRotationStatus'),
  run(keys: Keys, { KeyId }: KeyInput) {
    const key = keys.find(KeyId);
    if (key.deletionAt !== undefined) throw kmsErrors.pendingDeletion(keys.arnOf(key));
    const next = nextRotation(key);
    return {
      KeyId: keys.arnOf(key),
      KeyRotationEnabled: key.rotation !== undefined,
      ...(key.rotation ? { RotationPeriodInDays: key.rotation.days } : {}),
      ...(next === undefined ? {} : { NextRotationDate: new Date(next) }),
    };
  },
});
