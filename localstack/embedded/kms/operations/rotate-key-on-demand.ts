import { defineOperation } from '../../core/operation.ts';
import { onKey } from '../authorization.ts';
import type { Keys } from '../keys.ts';
import type { KeyInput } from '../model.ts';

/** RotateKeyOnDemand: leaves the automatic rotation's dates as they are. */
export const rotateKeyOnDemand = defineOperation({
  name: 'RotateKeyOnDemand',
  authorization: onKey('RotateKeyOnDemand'),
  run(keys: Keys, { KeyId }: KeyInput) {
    const key = keys.rotatable(KeyId);
    const material = keys.newMaterial('ON_DEMAND', keys.context.clock.now());
    keys.save({ ...key, materials: [...key.materials, material] });
    return { KeyId: keys.arnOf(key) };
  },
});
