import { createHash, getDiffieHellman } from 'node:crypto';

/** The 3,072-bit prime of RFC 3526, by which Cognito and its clients calculate. */
const PRIME = toNumber(getDiffieHellman('modp15').getPrime());
const GENERATOR = 2n;
/** SRP-6a's multiplier: a hash of the group. */
const MULTIPLIER = toNumber(sha256(toBytes(PRIME), toBytes(GENERATOR)));

/**
 * The arithmetic of SRP-6a in Cognito's group. BigInt's, because node:crypto tests the prime whenever it is handed over,
 * which takes a second and more; a power takes 2 to 4 ms here.
 */
export const group = {
  /** The generator to the power of `exponent`. */
  power: (exponent: bigint): bigint => modPow(GENERATOR, exponent),

  /** A server's public value, of its private one and a user's verifier: `k·v + g^b`. */
  serverPublic: (privateValue: bigint, verifier: bigint): bigint =>
    (MULTIPLIER * verifier + modPow(GENERATOR, privateValue)) % PRIME,

  /** What both sides alone can calculate: `(A·v^u)^b`. */
  serverSecret: (clientPublic: bigint, verifier: bigint, scrambling: bigint, privateValue: bigint): bigint =>
    modPow((clientPublic * modPow(verifier, scrambling)) % PRIME, privateValue),

  /** Whether a client may have drawn it: a multiple of the prime would make the secret known to everybody (RFC 5054, 2.5.4). */
  isPublicValue: (value: bigint): boolean => value > 0n && value < PRIME,
};

/** SHA-256 of all parts, one after another. */
export function sha256(...parts: readonly (Uint8Array | string)[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** A positive number's bytes as Java's BigInteger gives them, which Cognito hashes: with a zero before a high first bit. */
export function toBytes(value: bigint): Buffer {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex');
}

/** The number that bytes, or hexadecimal digits, are. */
export function toNumber(value: Uint8Array | string): bigint {
  return BigInt(`0x${typeof value === 'string' ? value : Buffer.from(value).toString('hex')}`);
}

/** From the highest bit down, so that the generator, a small number, costs next to nothing to multiply by. */
function modPow(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % PRIME;
    if (bit === '1') result = (result * base) % PRIME;
  }
  return result;
}
