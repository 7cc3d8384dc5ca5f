import { createHash } from 'node:crypto';
import { s3Errors } from '../errors.ts';
import type { Bucket } from '../model.ts';

/** Bytes of chance in an id; the seal makes it 32 characters, as long as AWS's. */
const CHANCE = 18;
const SEAL = 6;

/** A new id of a version. Like AWS's it is sealed: one that was made up, or is of another bucket, is recognized. */
export function newVersionId(bucket: Bucket, random: { bytes(size: number): Uint8Array }): string {
  if (bucket.versioning !== 'Enabled') return 'null';
  const chance = random.bytes(CHANCE);
  // With dots for hyphens, as AWS's.
  return Buffer.concat([chance, seal(bucket.name, chance)])
    .toString('base64url')
    .replaceAll('-', '.');
}

/** Throws InvalidArgument for an id that the bucket cannot have issued. */
export function checkVersionId(bucket: Bucket, versionId: string): void {
  if (versionId === 'null') return;
  if (versionId === '') {
    throw s3Errors.invalidArgument('Version id cannot be the empty string', 'versionId', versionId);
  }
  const bytes = Buffer.from(versionId.replaceAll('.', '-'), 'base64url');
  const sealed =
    bytes.byteLength === CHANCE + SEAL &&
    seal(bucket.name, bytes.subarray(0, CHANCE)).equals(bytes.subarray(CHANCE));
  if (!sealed || !bucket.versioning) throw s3Errors.invalidVersionId(versionId);
}

function seal(bucket: string, chance: Uint8Array): Buffer {
  return createHash('sha256').update(bucket).update(chance).digest().subarray(0, SEAL);
}
