import { createHash } from 'node:crypto';
import { s3Errors } from '../errors.ts';
import type { Checksum } from '../model.ts';
import type { S3State } from '../state.ts';
import { checkPartNumber, type Part, type Upload, type UploadInput } from '../uploads.ts';
import { checksumOf } from './checksums.ts';
import { encryptionMembers } from './headers.ts';

/** A part that was stored, and the members that say how it is encrypted. */
interface AddedPart {
  readonly part: Part;
  readonly encryption: Readonly<Record<string, string>>;
}

/**
 * Stores a part of an upload. Throws NoSuchBucket, NoSuchUpload, InvalidArgument for its number, and InvalidRequest where
 * its checksum is of another algorithm than the upload's.
 *
 * @param declared the sender's checksum, found to be right; default: one by the upload's algorithm, where it has one
 */
export async function addPart(
  { buckets, uploads }: S3State,
  input: UploadInput & { readonly PartNumber: number },
  body: Uint8Array,
  declared?: Checksum,
): Promise<AddedPart> {
  buckets.get(input.Bucket);
  checkPartNumber(input.PartNumber);
  const checksum = await partChecksum(uploads.get(input), body, declared);
  const part: Part = {
    number: input.PartNumber,
    etag: `"${createHash('md5').update(body).digest('hex')}"`,
    size: body.byteLength,
    lastModified: buckets.context.clock.now(),
    ...(checksum ? { checksum } : {}),
  };
  // Looked up again: others may have stored a part, or ended the upload, while the checksum was computed.
  const upload = uploads.get(input);
  uploads.savePart(upload, part, body);
  return { part, encryption: encryptionMembers(upload.headers) };
}

async function partChecksum(
  { checksum: wanted }: Upload,
  body: Uint8Array,
  declared: Checksum | undefined,
): Promise<Checksum | undefined> {
  if (!wanted) return declared;
  if (!declared) return checksumOf(wanted.algorithm, body);
  if (declared.algorithm === wanted.algorithm) return declared;
  throw s3Errors.invalidRequest(
    `Checksum Type mismatch occurred, expected checksum Type: ${wanted.algorithm}, actual checksum Type: ${declared.algorithm}`,
  );
}
