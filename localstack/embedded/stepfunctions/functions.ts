import { createHash } from 'node:crypto';

/** The most items of a range, in both query languages. */
export const LONGEST_RANGE = 1000;

const HASHES: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/** The algorithms that `$hash` and `States.Hash` know, by AWS's names. */
export const HASH_ALGORITHMS: readonly string[] = Object.keys(HASHES);

/** The digest of a text in hexadecimal digits; undefined for an algorithm that AWS does not name. */
export function digest(text: string, algorithm: unknown): string | undefined {
  const name =
    typeof algorithm === 'string' && Object.hasOwn(HASHES, algorithm) ? HASHES[algorithm] : undefined;
  return name && createHash(name).update(text).digest('hex');
}

/** A list in pieces of `size`, the last one with what is left; `size` is at least 1. */
export function chunksOf<Item>(list: readonly Item[], size: number): Item[][] {
  const chunks: Item[][] = [];
  for (let start = 0; start < list.length; start += size) chunks.push(list.slice(start, start + size));
  return chunks;
}

/** The integers from `first` to `last` inclusive, by a `step` that is not 0; undefined where they are too many. */
export function integersBetween(first: number, last: number, step: number): number[] | undefined {
  const count = Math.max(0, Math.floor((last - first) / step) + 1);
  if (count > LONGEST_RANGE) return undefined;
  return Array.from({ length: count }, (_, index) => first + index * step);
}

/** A number in [0, 1) that is the same for the same seed (mulberry32). */
export function seeded(seed: number): number {
  let mixed = (Math.floor(seed) + 0x6d2b79f5) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}
