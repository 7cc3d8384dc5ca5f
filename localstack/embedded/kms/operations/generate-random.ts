import { defineOperation } from '../../core/operation.ts';
import { onAll } from '../authorization.ts';
import { lengthOf } from '../cryptography.ts';
import type { Keys } from '../keys.ts';

/** GenerateRandom. */
export const generateRandom = defineOperation({
  name: 'GenerateRandom',
  authorization: onAll('GenerateRandom'),
  run: (keys: Keys, input: { readonly NumberOfBytes?: number }) => ({
    Plaintext: keys.context.random.bytes(lengthOf(input)),
  }),
});
