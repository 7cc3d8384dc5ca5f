import type { Call } from '../../core/service.ts';
import type { Buckets } from '../buckets.ts';
import { checksumOf } from '../checksums.ts';
import { s3Errors } from '../errors.ts';
import type { Checksum, ObjectVersion } from '../model.ts';
import { encryptionMembers, objectHeaders, objectMetadata } from '../object-headers.ts';
import { addVersion, versionIdOf } from '../versions.ts';
import { checkCannedAcl } from './acl.ts';

/** The largest object that is uploaded in one go, in bytes (5 GiB). */
const MAX_UPLOAD = 5 * 1024 ** 3;

/** PutObject's input, besides the members that are headers of the object. */
export interface PutObjectInput extends Readonly<Record<string, unknown>> {
  readonly Bucket: string;
  readonly Key: string;
  /** Bytes, or text from a caller inside. */
  readonly Body?: Uint8Array | string;
  readonly Metadata?: Readonly<Record<string, string>>;
  /** URL-encoded, e.g. `a=1&b=2`. */
  readonly Tagging?: string;
  readonly IfNoneMatch?: string;
  readonly IfMatch?: string;
  readonly ACL?: string;
  readonly ChecksumAlgorithm?: string;
  /** The sender's own checksum, which the wire layer has verified. */
  readonly Checksum?: Checksum;
  /** `Post` for an upload by form; it is announced under that name. */
  readonly By?: 'Put' | 'Post';
}

/** PutObject. */
export function putObject(buckets: Buckets) {
  return async (input: PutObjectInput, call: Call) => {
    buckets.get(input.Bucket);
    if (input.ACL !== undefined) checkCannedAcl(input.ACL);
    const body = typeof input.Body === 'string' ? Buffer.from(input.Body) : (input.Body ?? new Uint8Array());
    if (body.byteLength > MAX_UPLOAD) throw s3Errors.entityTooLarge(body.byteLength, MAX_UPLOAD);
    const checksum =
      input.Checksum ??
      (input.ChecksumAlgorithm ? await checksumOf(input.ChecksumAlgorithm, body) : undefined);
    const encrypted = await buckets.keys.encrypt(input, call.principal);
    checkWrite(buckets.objects(input.Bucket).current(input.Key), input);
    const version = addVersion(
      buckets,
      { bucket: input.Bucket, key: input.Key },
      {
        body,
        ...encrypted,
        headers: { ...objectHeaders(input), ...encrypted.headers },
        metadata: objectMetadata(input),
        tags: tagsOf(input.Tagging),
        ...(checksum ? { checksum } : {}),
      },
      `ObjectCreated:${input.By ?? 'Put'}`,
      call,
    );
    return {
      ETag: version.etag,
      ...versionIdOf(buckets, input.Bucket, version),
      ...(checksum ? { Checksum: checksum, ChecksumType: 'FULL_OBJECT' } : {}),
      ...encryptionMembers(version.headers),
    };
  };
}

/** Throws PreconditionFailed or NoSuchKey where a conditional write does not hold. */
export function checkWrite(
  current: ObjectVersion | undefined,
  input: { readonly IfNoneMatch?: string; readonly IfMatch?: string; readonly Key: string },
): void {
  if (input.IfNoneMatch !== undefined && input.IfNoneMatch !== '*') {
    throw s3Errors.invalidRequest('A header you provided implies functionality that is not implemented');
  }
  if (input.IfNoneMatch === '*' && current) throw s3Errors.preconditionFailed('If-None-Match');
  if (input.IfMatch === undefined) return;
  if (!current) throw s3Errors.noSuchKey(input.Key);
  if (unquoted(input.IfMatch) !== unquoted(current.etag)) throw s3Errors.preconditionFailed('If-Match');
}

/** Tags in the form of the x-amz-tagging header. */
export function tagsOf(tagging: string | undefined): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(tagging ?? ''));
}

function unquoted(etag: string): string {
  return etag.replaceAll('"', '');
}
