import type { AwsError } from '../../core/errors.ts';
import { s3Errors } from '../errors.ts';
import type { Checksum, ObjectVersion } from '../model.ts';

/** PutObject's input, besides the members that are headers of the object. */
export interface NewObjectInput extends Readonly<Record<string, unknown>> {
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

/** Throws PreconditionFailed, NoSuchKey or NotImplemented where a conditional write does not hold. */
export function checkWrite(
  current: ObjectVersion | undefined,
  {
    IfNoneMatch,
    IfMatch,
    Key,
  }: { readonly IfNoneMatch?: string; readonly IfMatch?: string; readonly Key: string },
): void {
  if (IfNoneMatch !== undefined && IfMatch !== undefined) {
    throw s3Errors.conditionNotSupported(
      'If-Match,If-None-Match',
      'Multiple conditional request headers present in the request',
    );
  }
  if (IfNoneMatch !== undefined && IfNoneMatch !== '*') throw unacceptable('If-None-Match');
  if (IfMatch === '*') throw unacceptable('If-Match');
  if (IfNoneMatch === '*' && current) throw s3Errors.preconditionFailed('If-None-Match');
  if (IfMatch === undefined) return;
  if (!current) throw s3Errors.noSuchKey(Key);
  if (unquoted(IfMatch) !== unquoted(current.etag)) throw s3Errors.preconditionFailed('If-Match');
}

function unacceptable(header: string): AwsError {
  return s3Errors.conditionNotSupported(
    header,
    `We don't accept the provided value of ${header} header for this API`,
  );
}

function unquoted(etag: string): string {
  return etag.replaceAll('"', '');
}
