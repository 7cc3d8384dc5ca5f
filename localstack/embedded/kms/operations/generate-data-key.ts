import { defineOperation } from '../../core/operation.ts';
import { onKey } from '../authorization.ts';
import type { DataKeyInput } from '../cryptography.ts';
import { newDataKey } from '../data-key.ts';
import type { Keys } from '../keys.ts';

/** GenerateDataKey: for what the caller encrypts outside KMS. */
export const generateDataKey = defineOperation({
  name: 'GenerateDataKey',
  authorization: onKey('GenerateDataKey'),
  run(keys: Keys, input: DataKeyInput) {
    const { plaintext, CiphertextBlob, KeyId } = newDataKey(keys, input);
    return { CiphertextBlob, Plaintext: plaintext, KeyId };
  },
});
