import { defineOperation } from '../../core/operation.ts';
import { keyOfCiphertext, needs } from '../authorization.ts';
import { decrypt as decryptUnder } from '../ciphertext.ts';
import {
  ALGORITHM,
  type CryptographyInput,
  checkAlgorithm,
  decryptionKey,
  endDryRun,
  requiredBlob,
} from '../cryptography.ts';
import type { Keys } from '../keys.ts';

interface DecryptInput extends CryptographyInput {
  /** Base64 text. */
  readonly CiphertextBlob?: string;
  readonly EncryptionAlgorithm?: string;
}

/** Decrypt: the ciphertext says which key; a key that is named must be that one. */
export const decrypt = defineOperation({
  name: 'Decrypt',
  authorization: ({ CiphertextBlob, EncryptionContext }, _place, keys: Keys) =>
    needs(keys, 'Decrypt', keyOfCiphertext(keys, CiphertextBlob), EncryptionContext),
  run(keys: Keys, input: DecryptInput) {
    checkAlgorithm(input.EncryptionAlgorithm);
    const ciphertext = requiredBlob('ciphertextBlob', input.CiphertextBlob);
    const key = decryptionKey(keys, ciphertext, input.KeyId);
    const plaintext = decryptUnder(key, ciphertext, input.EncryptionContext ?? {});
    endDryRun(input);
    return {
      Plaintext: plaintext,
      KeyId: keys.arnOf(key),
      EncryptionAlgorithm: ALGORITHM,
    };
  },
});
