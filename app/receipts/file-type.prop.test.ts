import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectType } from './file-type.ts';

const ascii = (text: string) => [...text].map((character) => character.charCodeAt(0));
const ftyp = (major: string, ...compatible: string[]) => [
  ...[0, 0, 0, 16 + 4 * compatible.length],
  ...ascii('ftyp'),
  ...ascii(major),
  ...[0, 0, 0, 0],
  ...compatible.flatMap(ascii),
];

/** The shortest start of each type. */
const signatures = [
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['application/pdf', ascii('%PDF-')],
  ['image/webp', [...ascii('RIFF'), 1, 2, 3, 4, ...ascii('WEBP')]],
  ['image/heic', ftyp('heic').slice(0, 12)],
  ['image/heic', ftyp('mif1', 'miaf', 'heic')],
] as const;

describe.each(signatures)('%s', (type, signature) => {
  it('is recognized whatever follows', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (rest) => {
        expect(detectType(Uint8Array.from([...signature, ...rest]))).toBe(type);
      }),
    );
  });

  it('is not recognized when its start is cut short', () => {
    for (let length = 0; length < signature.length; length++) {
      expect(detectType(Uint8Array.from(signature.slice(0, length)))).toBeUndefined();
    }
  });

  it('is not recognized behind other bytes', () => {
    expect(detectType(Uint8Array.from([0x20, ...signature]))).toBeUndefined();
  });
});

it.each([
  ['text', ascii('hello, world, this is a receipt')],
  ['HTML', ascii('<!doctype html><script>')],
  ['a GIF', ascii('GIF89a')],
  ['a RIFF that is sound', [...ascii('RIFF'), 1, 2, 3, 4, ...ascii('WAVE')]],
  ['an MP4 film', ftyp('isom', 'iso2', 'mp41')],
  ['an AVIF', ftyp('avif', 'mif1')],
  ['a mif1 whose HEIC brand stands behind the box', [...ftyp('mif1', 'miaf'), ...ascii('heic')]],
  ['a program', [0x7f, ...ascii('ELF')]],
])('does not take %s for a receipt', (_what, bytes) => {
  expect(detectType(Uint8Array.from(bytes))).toBeUndefined();
});

it('survives any bytes', () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => void detectType(bytes)));
});
