import { defineOperation } from '../../core/operation.ts';
import { onKey } from '../authorization.ts';
import type { Keys } from '../keys.ts';
import type { KeyInput } from '../model.ts';
import { type PageInput, pageOf } from '../paging.ts';

/** ListKeyRotations: those that are done. */
export const listKeyRotations = defineOperation({
  name: 'ListKeyRotations',
  authorization: onKey('ListKeyRotations'),
  run(keys: Keys, input: KeyInput & PageInput) {
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
  },
});
