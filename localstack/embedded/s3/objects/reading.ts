import { AwsError } from '../../core/errors.ts';
import type { Call, Principal } from '../../core/service.ts';
import type { Buckets } from '../buckets/buckets.ts';
import { s3Errors } from '../errors.ts';
import type { ObjectInput, ObjectVersion } from '../model.ts';
import { OBJECT_HEADERS } from './headers.ts';
import { versionIdOf, versionOf } from './versions.ts';

/** Input of GetObject and HeadObject. */
export interface GetObjectInput extends ObjectInput {
  /** e.g. `bytes=0-99`. */
  readonly Range?: string;
  readonly IfMatch?: string;
  readonly IfNoneMatch?: string;
  /** As HTTP dates. */
  readonly IfModifiedSince?: string;
  readonly IfUnmodifiedSince?: string;
  readonly ChecksumMode?: string;
}

/** To whom may not list the bucket S3 does not even say that an object is missing. */
function visibleVersion(buckets: Buckets, input: GetObjectInput, principal: Principal): ObjectVersion {
  try {
    return versionOf(buckets, input);
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'NoSuchKey') throw error;
    const need = { action: 's3:ListBucket', resource: `arn:aws:s3:::${input.Bucket}` };
    throw buckets.context.permissions.refusalOf('s3', principal, need) ?? error;
  }
}

/** GetObject and, without the body, HeadObject. Throws {@link AwsError}. */
export function readObject(buckets: Buckets, input: GetObjectInput, call: Call, withBody: boolean) {
  const version = visibleVersion(buckets, input, call.principal);
  checkRead(version, input);
  const opening = withBody ? buckets.keys.open(version, call.principal) : undefined;
  const output = () => described(buckets, version, input, withBody);
  return opening ? opening.then(output) : output();
}

function described(
  buckets: Buckets,
  version: ObjectVersion,
  input: GetObjectInput,
  withBody: boolean,
): object {
  const part = rangeOf(input.Range, version.body.byteLength);
  const body = part ? version.body.subarray(part.first, part.last + 1) : version.body;
  const headers: Record<string, unknown> = {};
  for (const [member, header] of Object.entries(OBJECT_HEADERS)) {
    if (version.headers[header] !== undefined) headers[member] = version.headers[header];
  }
  const tags = Object.keys(version.tags).length;
  return {
    ...headers,
    AcceptRanges: 'bytes',
    ContentLength: body.byteLength,
    ...(part ? { ContentRange: `bytes ${part.first}-${part.last}/${version.body.byteLength}` } : {}),
    ETag: version.etag,
    LastModified: new Date(version.lastModified),
    Metadata: version.metadata,
    ...versionIdOf(buckets, input.Bucket, version),
    ...(tags > 0 ? { TagCount: tags } : {}),
    ...(version.parts ? { PartsCount: version.parts } : {}),
    ...(input.ChecksumMode === 'ENABLED' && version.checksum && !part
      ? { Checksum: version.checksum, ChecksumType: 'FULL_OBJECT' }
      : {}),
    ...(withBody ? { Body: body } : {}),
  };
}

/** Throws PreconditionFailed or NotModified (https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2). */
function checkRead(version: ObjectVersion, input: Omit<GetObjectInput, 'Bucket' | 'Key'>): void {
  // HTTP dates have whole seconds.
  const modified = Math.floor(version.lastModified / 1000) * 1000;
  if (input.IfMatch !== undefined) {
    if (!matches(input.IfMatch, version.etag)) throw s3Errors.preconditionFailed('If-Match');
  } else if (input.IfUnmodifiedSince !== undefined && modified > Date.parse(input.IfUnmodifiedSince)) {
    throw s3Errors.preconditionFailed('If-Unmodified-Since');
  }
  if (input.IfNoneMatch !== undefined) {
    if (matches(input.IfNoneMatch, version.etag)) throw notModified();
  } else if (input.IfModifiedSince !== undefined && modified <= Date.parse(input.IfModifiedSince)) {
    throw notModified();
  }
}

function notModified(): AwsError {
  return new AwsError('NotModified', 'Not Modified', 304);
}

function matches(header: string, etag: string): boolean {
  return header
    .split(',')
    .some((one) => one.trim() === '*' || one.trim().replaceAll('"', '') === etag.slice(1, -1));
}

/** The bytes asked for; undefined for all of them, also where the header is none that S3 understands. */
function rangeOf(header: string | undefined, size: number): { first: number; last: number } | undefined {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (header === undefined || from === undefined || to === undefined || (from === '' && to === ''))
    return undefined;
  if (from === '') {
    if (Number(to) === 0 || size === 0) throw s3Errors.invalidRange(header, size);
    return { first: Math.max(0, size - Number(to)), last: size - 1 };
  }
  const first = Number(from);
  const last = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (to !== '' && Number(to) < first) return undefined;
  if (first >= size) throw s3Errors.invalidRange(header, size);
  return { first, last };
}
