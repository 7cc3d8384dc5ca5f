import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Random } from '../core/context.ts';
import { kmsErrors } from './errors.ts';
import type { Key } from './model.ts';

/** Names and values that must be the same at decryption. */
export type EncryptionContext = Readonly<Record<string, string>>;

const VERSION = 1;
const ID_LENGTH = 36;
const IV_LENGTH = 12;
const TAG_LENGTH = 16;
/** Version, key id, number of the material. */
const HEADER_LENGTH = 1 + ID_LENGTH + 2;

/**
 * AES-256-GCM under the key's newest material, with key and encryption context as authenticated data. The text says
 * which key and material made it, so that Decrypt needs no key id, as on AWS; its form is ours.
 */
export function encrypt(key: Key, plaintext: Uint8Array, context: EncryptionContext, random: Random): Buffer {
  const header = headerOf(key.id, key.materials.length - 1);
  const iv = random.bytes(IV_LENGTH);
  const cipher = createCipheriv('aes-256-gcm', materialOf(key, key.materials.length - 1), iv);
  cipher.setAAD(authenticated(header, context));
  const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([header, iv, cipher.getAuthTag(), body]);
}

/** The id of the key that made a ciphertext. Throws InvalidCiphertextException. */
export function keyIdOf(ciphertext: Uint8Array): string {
  if (ciphertext.byteLength < HEADER_LENGTH + IV_LENGTH + TAG_LENGTH || ciphertext[0] !== VERSION) {
    throw kmsErrors.invalidCiphertext();
  }
  return Buffer.from(ciphertext.subarray(1, 1 + ID_LENGTH)).toString('latin1');
}

/** What {@link encrypt} was given. Throws InvalidCiphertextException where text, key or context is another. */
export function decrypt(key: Key, ciphertext: Uint8Array, context: EncryptionContext): Buffer {
  const text = Buffer.from(ciphertext);
  if (keyIdOf(text) !== key.id) throw kmsErrors.invalidCiphertext();
  const header = text.subarray(0, HEADER_LENGTH);
  const iv = text.subarray(HEADER_LENGTH, HEADER_LENGTH + IV_LENGTH);
  const tag = text.subarray(HEADER_LENGTH + IV_LENGTH, HEADER_LENGTH + IV_LENGTH + TAG_LENGTH);
  try {
    const material = materialOf(key, header.readUInt16BE(1 + ID_LENGTH));
    const decipher = createDecipheriv('aes-256-gcm', material, iv, { authTagLength: TAG_LENGTH });
    decipher.setAAD(authenticated(header, context));
    decipher.setAuthTag(tag);
    const body = text.subarray(HEADER_LENGTH + IV_LENGTH + TAG_LENGTH);
    return Buffer.concat([decipher.update(body), decipher.final()]);
  } catch {
    throw kmsErrors.invalidCiphertext();
  }
}

function headerOf(keyId: string, material: number): Buffer {
  const header = Buffer.alloc(HEADER_LENGTH);
  header[0] = VERSION;
  header.write(keyId, 1, 'latin1');
  header.writeUInt16BE(material, 1 + ID_LENGTH);
  return header;
}

function materialOf(key: Key, index: number): Buffer {
  return Buffer.from(key.materials[index]?.bytes ?? '', 'base64');
}

function authenticated(header: Buffer, context: EncryptionContext): Buffer {
  const sorted = Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.concat([header, Buffer.from(JSON.stringify(sorted))]);
}
