import { defineOperation } from '../../core/operation.ts';
import { onKey } from '../authorization.ts';
import { encrypt as encryptUnder } from '../ciphertext.ts';
import {
  ALGORITHM,
  type CryptographyInput,
  checkAlgorithm,
  endDryRun,
  requiredBlob,
} from '../cryptography.ts';
import { kmsErrors } from '../errors.ts';
import type { Keys } from '../keys.ts';

/** The most that Encrypt takes, in bytes: larger things are encrypted under a data key. */
const MAX_PLAINTEXT = 4096;

interface EncryptInput extends CryptographyInput {
  /** Base64 text. */
  readonly Plaintext?: string;
  readonly EncryptionAlgorithm?: string;
}

/** Encrypt. */
export const encrypt = defineOperation({
  name: 'Encrypt',
  authorization: onKey('Encrypt'),
  run(keys: Keys, input: EncryptInput) {
    checkAlgorithm(input.EncryptionAlgorithm);
    const key = keys.usable(input.KeyId);
    const plaintext = requiredBlob('plaintext', input.Plaintext);
    if (plaintext.byteLength < 1 || plaintext.byteLength > MAX_PLAINTEXT) {
      throw kmsErrors.validation(
        `1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length less than or equal to ${MAX_PLAINTEXT}`,
      );
    }
    endDryRun(input);
    return {
      CiphertextBlob: encryptUnder(key, plaintext, input.EncryptionContext ?? {}, keys.context.random),
      KeyId: keys.arnOf(key),
      EncryptionAlgorithm: ALGORITHM,
    };
  },
});
