import type { ReceiptType } from '../expenses/receipt.schema.ts';

/** How many bytes {@link detectType} needs from the start of a file. */
export const signatureLength = 64;

/** The brands of ISO base media files (ISO/IEC 14496-12) that hold HEIC images (ISO/IEC 23008-12). */
const heicBrands = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs']);

/**
 * The type of a file that begins with `bytes`, by its magic bytes and never by its name; undefined for any other type,
 * and when `bytes` is too short.
 */
export function detectType(bytes: Uint8Array): ReceiptType | undefined {
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return 'image/jpeg';
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png';
  if (text(bytes, 0, 5) === '%PDF-') return 'application/pdf';
  if (text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 12) === 'WEBP') return 'image/webp';
  if (isHeic(bytes)) return 'image/heic';
  return undefined;
}

/** A `ftyp` box whose major brand is HEIC, or the general `mif1`/`msf1` with HEIC among the compatible ones. */
function isHeic(bytes: Uint8Array): boolean {
  if (text(bytes, 4, 8) !== 'ftyp') return false;
  const major = text(bytes, 8, 12);
  if (heicBrands.has(major)) return true;
  if (major !== 'mif1' && major !== 'msf1') return false;
  const boxEnd = Math.min(new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0), bytes.length);
  for (let at = 16; at + 4 <= boxEnd; at += 4) {
    if (heicBrands.has(text(bytes, at, at + 4))) return true;
  }
  return false;
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

function text(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}
