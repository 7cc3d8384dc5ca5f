import { Crc64Nvme } from '@aws-sdk/checksums/crc';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crc64Nvme } from './crc64-nvme.ts';

test('the checksum of the catalogue is the known one', () => {
  const known = Buffer.from('ae8b14860a799888', 'hex').toString('base64');

  expect(crc64Nvme(Buffer.from('123456789'))).toBe(known);
});

test('it is that of the SDK for any bytes, wherever they lie in memory', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 100 }), fc.nat(8), async (bytes, offset) => {
      const lying = new Uint8Array(offset + bytes.length);
      lying.set(bytes, offset);
      const sdk = new Crc64Nvme();
      sdk.update(bytes);

      expect(crc64Nvme(lying.subarray(offset))).toBe(Buffer.from(await sdk.digest()).toString('base64'));
    }),
  );
});
