import { kmsErrors } from '../errors.ts';
import type { Keys } from '../keys.ts';
import { nextRotation } from '../rotation.ts';
import { pageOf } from './paging.ts';

interface RotationInput {
  readonly KeyId?: string;
  readonly RotationPeriodInDays?: number;
}

/** EnableKeyRotation: a period given anew counts from now. */
export function enableKeyRotation(keys: Keys) {
  return ({ KeyId, RotationPeriodInDays: days = 365 }: RotationInput) => {
    const key = changeableAndEnabled(keys, KeyId);
    if (!Number.isInteger(days) || days < 90 || days > 2560) {
      throw kmsErrors.validation(
        `1 validation error detected: Value '${days}' at 'rotationPeriodInDays' failed to satisfy constraint: Member must be between 90 and 2560`,
      );
    }
    if (key.rotation?.days !== days) {
      keys.save({ ...key, rotation: { days, since: keys.context.clock.now() } });
    }
    return {};
  };
}

/** DisableKeyRotation. */
export function disableKeyRotation(keys: Keys) {
  return ({ KeyId }: RotationInput) => {
    const { rotation: _off, ...rest } = changeableAndEnabled(keys, KeyId);
    keys.save(rest);
    return {};
  };
}

/** GetKeyRotationStatus. */
export function getKeyRotationStatus(keys: Keys) {
  return ({ KeyId }: RotationInput) => {
    const key = keys.find(KeyId);
    if (key.deletionAt !== undefined) throw kmsErrors.pendingDeletion(keys.arnOf(key));
    const next = nextRotation(key);
    return {
      KeyId: keys.arnOf(key),
      KeyRotationEnabled: key.rotation !== undefined,
      ...(key.rotation ? { RotationPeriodInDays: key.rotation.days } : {}),
      ...(next === undefined ? {} : { NextRotationDate: new Date(next) }),
    };
  };
}

/** ListKeyRotations: those that are done. */
export function listKeyRotations(keys: Keys) {
  return (input: { KeyId?: string; Limit?: number; Marker?: string }) => {
    const key = keys.find(input.KeyId);
    const done = key.materials.filter(({ made }) => made !== 'creation');
    const { page, ...rest } = pageOf(done, ({ at }) => String(at), input, 100);
    return {
      Rotations: page.map(({ at, made }) => ({
        KeyId: keys.arnOf(key),
        RotationDate: new Date(at),
        RotationType: made,
      })),
      ...rest,
    };
  };
}

/** RotateKeyOnDemand: leaves the automatic rotation's dates as they are. */
export function rotateKeyOnDemand(keys: Keys) {
  return ({ KeyId }: RotationInput) => {
    const key = changeableAndEnabled(keys, KeyId);
    const material = keys.newMaterial('ON_DEMAND', keys.context.clock.now());
    keys.save({ ...key, materials: [...key.materials, material] });
    return { KeyId: keys.arnOf(key) };
  };
}

function changeableAndEnabled(keys: Keys, keyId: unknown) {
  const key = keys.changeable(keyId);
  if (!key.enabled) throw kmsErrors.disabled(keys.arnOf(key));
  return key;
}
