import { AwsError } from '../../core/errors.ts';
import type { Call, Principal } from '../../core/service.ts';
import type { Buckets } from '../buckets/buckets.ts';
import { s3Errors } from '../errors.ts';
import type { ObjectInput, ObjectVersion } from '../model.ts';
import { checkPartNumber } from '../uploads.ts';
import { checkRead, type ReadConditions } from './conditions.ts';
import { OBJECT_HEADERS } from './headers.ts';
import { versionIdOf, versionOf } from './versions.ts';

/** Input of GetObject and HeadObject. */
export interface GetObjectInput extends ObjectInput, ReadConditions {
  /** e.g. `bytes=0-99`. */
  readonly Range?: string;
  /** The part of a multipart upload to be read, from 1 on. */
  readonly PartNumber?: number;
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
  checkRead(version, input, buckets.context.clock.now());
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
  const extent = extentOf(version, input);
  const body = extent ? version.body.subarray(extent.first, extent.last + 1) : version.body;
  const headers: Record<string, unknown> = {};
  for (const [member, header] of Object.entries(OBJECT_HEADERS)) {
    if (version.headers[header] !== undefined) headers[member] = version.headers[header];
  }
  const tags = Object.keys(version.tags).length;
  return {
    ...headers,
    AcceptRanges: 'bytes',
    ContentLength: body.byteLength,
    ...(extent ? { ContentRange: `bytes ${extent.first}-${extent.last}/${version.body.byteLength}` } : {}),
    ETag: version.etag,
    LastModified: new Date(version.lastModified),
    Metadata: version.metadata,
    ...versionIdOf(buckets, input.Bucket, version),
    ...(tags > 0 ? { TagCount: tags } : {}),
    ...(version.parts && input.PartNumber !== undefined ? { PartsCount: version.parts } : {}),
    ...(input.ChecksumMode?.toUpperCase() === 'ENABLED' ? checksumMembers(version, input, body) : {}),
    ...(withBody ? { Body: body } : {}),
  };
}

/** The checksum of what is read, where it is the whole object, or a part that has one beside a composite checksum. */
function checksumMembers(version: ObjectVersion, { PartNumber }: GetObjectInput, read: Uint8Array): object {
  const part = version.uploadedParts?.find(({ number }) => number === PartNumber);
  const whole = read.byteLength === version.body.byteLength ? version.checksum : undefined;
  const checksum = version.checksum?.type === 'COMPOSITE' && part ? part.checksum : whole;
  return checksum ? { Checksum: checksum, ChecksumType: version.checksum?.type ?? 'FULL_OBJECT' } : {};
}

/** First and last byte of what is asked for; undefined for the whole object. */
interface Extent {
  readonly first: number;
  readonly last: number;
}

function extentOf(version: ObjectVersion, { Range, PartNumber }: GetObjectInput): Extent | undefined {
  const size = version.body.byteLength;
  if (PartNumber === undefined) return rangeOf(Range, size);
  if (Range !== undefined) {
    throw s3Errors.invalidRequest('Cannot specify both Range header and partNumber query parameter');
  }
  checkPartNumber(PartNumber);
  const { uploadedParts: parts = [{ number: 1, size }] } = version;
  const index = parts.findIndex(({ number }) => number === PartNumber);
  const part = parts[index];
  if (!part) throw s3Errors.invalidPartNumber(PartNumber, parts.length);
  const first = parts.slice(0, index).reduce((sum, before) => sum + before.size, 0);
  return part.size === 0 ? undefined : { first, last: first + part.size - 1 };
}

/** The bytes asked for; undefined for all of them, also where the header is none that S3 understands. */
function rangeOf(header: string | undefined, size: number): Extent | undefined {
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
