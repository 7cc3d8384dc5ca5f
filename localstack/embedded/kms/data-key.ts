import { encrypt } from './ciphertext.ts';
import { type DataKeyInput, endDryRun, lengthOf } from './cryptography.ts';
import type { Keys } from './keys.ts';

/** A new data key: its plaintext, and what GenerateDataKey and GenerateDataKeyWithoutPlaintext both answer. */
export function newDataKey(keys: Keys, input: DataKeyInput) {
  const length = lengthOf(input);
  const key = keys.usable(input.KeyId);
  endDryRun(input);
  const { random } = keys.context;
  const plaintext = random.bytes(length);
  return {
    plaintext,
    CiphertextBlob: encrypt(key, plaintext, input.EncryptionContext ?? {}, random),
    KeyId: keys.arnOf(key),
  };
}
