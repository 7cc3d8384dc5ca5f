import { decrypt, type EncryptionContext, encrypt, keyIdOf } from '../ciphertext.ts';
import { kmsErrors } from '../errors.ts';
import type { Keys } from '../keys.ts';
import type { Key } from '../model.ts';

/** The most that Encrypt takes, in bytes: larger things are encrypted under a data key. */
const MAX_PLAINTEXT = 4096;
const ALGORITHM = 'SYMMETRIC_DEFAULT';

interface CryptographyInput {
  readonly KeyId?: string;
  /** Blobs are base64 text. */
  readonly Plaintext?: string;
  readonly CiphertextBlob?: string;
  readonly EncryptionContext?: EncryptionContext;
  readonly EncryptionAlgorithm?: string;
  readonly DryRun?: boolean;
}

/** Encrypt. */
export function encryptOperation(keys: Keys) {
  return (input: CryptographyInput) => {
    checkAlgorithm(input.EncryptionAlgorithm);
    const key = keys.usable(input.KeyId);
    const plaintext = blob('plaintext', input.Plaintext);
    if (plaintext.byteLength < 1 || plaintext.byteLength > MAX_PLAINTEXT) {
      throw kmsErrors.validation(
        `1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length less than or equal to ${MAX_PLAINTEXT}`,
      );
    }
    endDryRun(input);
    return {
      CiphertextBlob: encrypt(key, plaintext, contextOf(input), keys.context.random),
      KeyId: keys.arnOf(key),
      EncryptionAlgorithm: ALGORITHM,
    };
  };
}

/** Decrypt: the ciphertext says which key; a key that is named must be that one. */
export function decryptOperation(keys: Keys) {
  return (input: CryptographyInput) => {
    checkAlgorithm(input.EncryptionAlgorithm);
    const ciphertext = blob('ciphertextBlob', input.CiphertextBlob);
    const key = keyOf(keys, ciphertext, input.KeyId);
    const plaintext = decrypt(key, ciphertext, contextOf(input));
    endDryRun(input);
    return {
      Plaintext: plaintext,
      KeyId: keys.arnOf(key),
      EncryptionAlgorithm: ALGORITHM,
    };
  };
}

interface ReEncryptInput {
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
export function reEncrypt(keys: Keys) {
  return (input: ReEncryptInput) => {
    checkAlgorithm(input.SourceEncryptionAlgorithm);
    checkAlgorithm(input.DestinationEncryptionAlgorithm);
    const ciphertext = blob('ciphertextBlob', input.CiphertextBlob);
    const from = keyOf(keys, ciphertext, input.SourceKeyId);
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
  };
}

interface DataKeyInput {
  readonly KeyId?: string;
  readonly KeySpec?: string;
  readonly NumberOfBytes?: number;
  readonly EncryptionContext?: EncryptionContext;
  readonly DryRun?: boolean;
}

/** GenerateDataKey and GenerateDataKeyWithoutPlaintext. */
export function generateDataKey(keys: Keys, withPlaintext: boolean) {
  return (input: DataKeyInput) => {
    const length = lengthOf(input);
    const key = keys.usable(input.KeyId);
    endDryRun(input);
    const plaintext = keys.context.random.bytes(length);
    return {
      CiphertextBlob: encrypt(key, plaintext, contextOf(input), keys.context.random),
      ...(withPlaintext ? { Plaintext: plaintext } : {}),
      KeyId: keys.arnOf(key),
    };
  };
}

/** GenerateRandom. */
export function generateRandom(keys: Keys) {
  return (input: { NumberOfBytes?: number }) => ({
    Plaintext: keys.context.random.bytes(lengthOf(input)),
  });
}

/** Ends a call that was only to find out whether it would succeed. */
function endDryRun({ DryRun }: { readonly DryRun?: boolean }): void {
  if (DryRun) throw kmsErrors.dryRun();
}

function lengthOf({ KeySpec, NumberOfBytes }: DataKeyInput): number {
  if ((KeySpec === undefined) === (NumberOfBytes === undefined)) {
    throw kmsErrors.validation('Please specify either number of bytes or key spec.');
  }
  const length = NumberOfBytes ?? { AES_256: 32, AES_128: 16 }[KeySpec ?? ''];
  if (length !== undefined && Number.isInteger(length) && length >= 1 && length <= 1024) return length;
  throw kmsErrors.validation(
    `1 validation error detected: Value '${KeySpec ?? NumberOfBytes}' failed to satisfy constraint: AES_256, AES_128 or 1 to 1024 bytes`,
  );
}

function keyOf(keys: Keys, ciphertext: Uint8Array, named: string | undefined): Key {
  const id = keyIdOf(ciphertext);
  if (named !== undefined && keys.find(named).id !== id) throw kmsErrors.incorrectKey();
  return keys.usable(id);
}

function contextOf(input: { readonly EncryptionContext?: EncryptionContext }): EncryptionContext {
  return input.EncryptionContext ?? {};
}

function blob(member: string, value: string | undefined): Buffer {
  if (typeof value === 'string') return Buffer.from(value, 'base64');
  throw kmsErrors.validation(
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
}

function checkAlgorithm(algorithm: string | undefined): void {
  if (algorithm === undefined || algorithm === ALGORITHM) return;
  throw kmsErrors.validation(`${algorithm} is not an algorithm of a symmetric key.`);
}
