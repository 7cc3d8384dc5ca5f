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
export function tagsOfHeader(tagging: string | undefined): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(tagging ?? ''));
}

function unquoted(etag: string): string {
  return etag.replaceAll('"', '');
}
