import { defineOperation } from '../../core/operation.ts';
import { onKey } from '../authorization.ts';
import type { DataKeyInput } from '../cryptography.ts';
import { newDataKey } from '../data-key.ts';
import type { Keys } from '../keys.ts';

/** GenerateDataKeyWithoutPlaintext: for callers who only keep the key until somebody decrypts it. */
export const generateDataKeyWithoutPlaintext = defineOperation({
  name: 'GenerateDataKeyWithoutPlaintext',
  authorization: onKey('GenerateDataKeyWithoutPlaintext'),
  run(keys: Keys, input: DataKeyInput) {
    const { CiphertextBlob, KeyId } = newDataKey(keys, input);
    return { CiphertextBlob, KeyId };
  },
});
