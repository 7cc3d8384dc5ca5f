import { type EncryptionContext, keyIdOf } from './ciphertext.ts';
import { kmsErrors } from './errors.ts';
import type { Keys } from './keys.ts';
import type { Key } from './model.ts';

/** The one algorithm of symmetric keys. */
export const ALGORITHM = 'SYMMETRIC_DEFAULT';

/** What cryptographic operations on one key have in common. */
export interface CryptographyInput {
  readonly KeyId?: string;
  readonly EncryptionContext?: EncryptionContext;
  readonly DryRun?: boolean;
}

/** How long a generated secret is to be: by name or in bytes. */
export interface LengthInput {
  readonly KeySpec?: string;
  readonly NumberOfBytes?: number;
}

/** What GenerateDataKey and GenerateDataKeyWithoutPlaintext take. */
export type DataKeyInput = CryptographyInput & LengthInput;

/** Ends a call that was only to find out whether it would succeed. Throws DryRunOperationException. */
export function endDryRun({ DryRun }: { readonly DryRun?: boolean }): void {
  if (DryRun) throw kmsErrors.dryRun();
}

/** The length of a secret to generate, in bytes. Throws ValidationException. */
export function lengthOf({ KeySpec, NumberOfBytes }: LengthInput): number {
  if ((KeySpec === undefined) === (NumberOfBytes === undefined)) {
    throw kmsErrors.validation('Please specify either number of bytes or key spec.');
  }
  const length = NumberOfBytes ?? { AES_256: 32, AES_128: 16 }[KeySpec ?? ''];
  if (length !== undefined && Number.isInteger(length) && length >= 1 && length <= 1024) return length;
  throw kmsErrors.validation(
    `1 validation error detected: Value '${KeySpec ?? NumberOfBytes}' failed to satisfy constraint: AES_256, AES_128 or 1 to 1024 bytes`,
  );
}

/**
 * The usable key that made a ciphertext; where the caller names a key, it must be that one. Throws
 * IncorrectKeyException, or InvalidCiphertextException.
 */
export function decryptionKey(keys: Keys, ciphertext: Uint8Array, named: string | undefined): Key {
  const id = keyIdOf(ciphertext);
  if (named !== undefined && keys.find(named).id !== id) throw kmsErrors.incorrectKey();
  return keys.usable(id);
}

/** The bytes of a member that holds base64 text. Throws ValidationException where it is missing. */
export function requiredBlob(member: string, value: string | undefined): Buffer {
  if (typeof value === 'string') return Buffer.from(value, 'base64');
  throw kmsErrors.validation(
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
}

/** Throws ValidationException for an algorithm that symmetric keys do not have. */
export function checkAlgorithm(algorithm: string | undefined): void {
  if (algorithm === undefined || algorithm === ALGORITHM) return;
  throw kmsErrors.validation(`${algorithm} is not an algorithm of a symmetric key.`);
}
