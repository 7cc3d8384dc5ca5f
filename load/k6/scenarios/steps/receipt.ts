import encoding from 'k6/encoding';
import { ascii } from './form.ts';

/** A 1 × 1 PNG (RFC 2083). */
const smallestPng =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/**
 * A PNG that no other iteration sends: what follows a PNG's end chunk is ignored by readers, and makes the
 * file's SHA-256 its own, so that duplicate detection has nothing to find.
 */
export function receiptPng(virtualUser: number, iteration: number): Uint8Array {
  const image = new Uint8Array(encoding.b64decode(smallestPng, 'std'));
  const mark = ascii(`${virtualUser}-${iteration}-${Date.now()}`);
  const bytes = new Uint8Array(image.length + mark.length);
  bytes.set(image);
  bytes.set(mark, image.length);
  return bytes;
}
