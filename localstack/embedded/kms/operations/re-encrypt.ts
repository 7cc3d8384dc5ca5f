import { defineOperation } from '../../core/operation.ts';
import { keyOfCiphertext, namedKey, needs } from '../authorization.ts';
import { decrypt, type EncryptionContext, encrypt } from '../ciphertext.ts';
import { ALGORITHM, checkAlgorithm, decryptionKey, endDryRun, requiredBlob } from '../cryptography.ts';
import type { Keys } from '../keys.ts';

interface ReEncryptInput {
  /** Base64 text. */
  readonly CiphertextBlob?: string;
  readonly SourceKeyId?: string;
  readonly SourceEncryptionContext?: EncryptionContext;
  readonly SourceEncryptionAlgorithm?: string;
  readonly DestinationKeyId?: string;
  readonly DestinationEncryptionContext?: EncryptionContext;
  readonly DestinationEncryptionAlgorithm?: string;
  readonly DryRun?: boolean;
}

/** ReEncrypt: from one key or context to another; the plaintext never leaves. */
export const reEncrypt = defineOperation({
  name: 'ReEncrypt',
  authorization: (input, _place, keys: Keys) => [
    ...needs(
      keys,
      'ReEncryptFrom',
      keyOfCiphertext(keys, input.CiphertextBlob),
      input.SourceEncryptionContext,
    ),
    ...needs(keys, 'ReEncryptTo', namedKey(keys, input.DestinationKeyId), input.DestinationEncryptionContext),
  ],
  run(keys: Keys, input: ReEncryptInput) {
    checkAlgorithm(input.SourceEncryptionAlgorithm);
    checkAlgorithm(input.DestinationEncryptionAlgorithm);
    const ciphertext = requiredBlob('ciphertextBlob', input.CiphertextBlob);
    const from = decryptionKey(keys, ciphertext, input.SourceKeyId);
    const to = keys.usable(input.DestinationKeyId);
    const plaintext = decrypt(from, ciphertext, input.SourceEncryptionContext ?? {});
    endDryRun(input);
    return {
      CiphertextBlob: encrypt(to, plaintext, input.DestinationEncryptionContext ?? {}, keys.context.random),
      SourceKeyId: keys.arnOf(from),
      KeyId: keys.arnOf(to),
      SourceEncryptionAlgorithm: ALGORITHM,
      DestinationEncryptionAlgorithm: ALGORITHM,
    };
  },
});
