import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Random } from './context.ts';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

/**
 * The source of ids, jitter and secrets. With a `seed` every run yields the same sequence, so that a failure
 * can be replayed; without one it is the machine's own cryptographic randomness.
 */
export function createRandom(seed?: string): Random {
  if (seed === undefined) return over((length) => randomBytes(length), randomUUID);
  let counter = 0;
  let pool = new Uint8Array(0);
  const take = (length: number): Uint8Array => {
    while (pool.length < length) {
      const block = createHash('sha512').update(`${seed}:${counter++}`).digest();
      pool = Uint8Array.from([...pool, ...block]);
    }
    const taken = pool.slice(0, length);
    pool = pool.slice(length);
    return taken;
  };
  return over(take, () => uuidOf(take(16)));
}

function over(bytes: (length: number) => Uint8Array, uuid: () => string): Random {
  return {
    bytes,
    uuid,
    number() {
      const drawn = bytes(6);
      return Buffer.from(drawn.buffer, drawn.byteOffset, 6).readUIntBE(0, 6) / 2 ** 48;
    },
    id(length) {
      let id = '';
      while (id.length < length) {
        for (const byte of bytes(length - id.length)) {
          // 252 is the largest multiple of 36 below 256: beyond it some characters would be likelier.
          if (byte < 252) id += ALPHABET[byte % 36];
        }
      }
      return id;
    },
  };
}

function uuidOf(bytes: Uint8Array): string {
  const copy = Buffer.from(bytes);
  copy[6] = ((copy[6] ?? 0) & 0x0f) | 0x40;
  copy[8] = ((copy[8] ?? 0) & 0x3f) | 0x80;
  return copy.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
