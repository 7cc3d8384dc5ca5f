import type { AwsError } from '../../core/errors.ts';
import type { AwsResponse } from '../../core/http.ts';
import { encodeRfc3986 } from '../../protocol/canonical.ts';
import { isoSeconds } from '../../protocol/wire.ts';
import { toXml } from '../../protocol/xml.ts';
import { S3Error } from '../errors.ts';
import { metadataHeader, OBJECT_HEADERS } from '../objects/headers.ts';
import type { S3Request } from './request.ts';

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** Output members that travel as headers. */
const HEADERS: Readonly<Record<string, string>> = {
  ...OBJECT_HEADERS,
  AcceptRanges: 'accept-ranges',
  AbortDate: 'x-amz-abort-date',
  AccessPointAlias: 'x-amz-access-point-alias',
  BucketArn: 'x-amz-bucket-arn',
  BucketRegion: 'x-amz-bucket-region',
  ChecksumAlgorithm: 'x-amz-checksum-algorithm',
  ChecksumType: 'x-amz-checksum-type',
  ContentLength: 'content-length',
  ContentRange: 'content-range',
  CopySourceVersionId: 'x-amz-copy-source-version-id',
  DeleteMarker: 'x-amz-delete-marker',
  ETag: 'etag',
  LastModified: 'last-modified',
  Location: 'location',
  PartsCount: 'x-amz-mp-parts-count',
  TagCount: 'x-amz-tagging-count',
  TransitionDefaultMinimumObjectSize: 'x-amz-transition-default-minimum-object-size',
  VersionId: 'x-amz-version-id',
};

/** An operation's output, as its handler returned it. */
export type Output = Readonly<Record<string, unknown>>;

/** An answer whose members are all headers, and whose body is the output's Body. */
export function withHeaders(output: Output, status = 200): AwsResponse {
  const partial = output.ContentRange !== undefined;
  return {
    status: partial ? 206 : status,
    headers: headersOf(output),
    body: (output.Body as Uint8Array | undefined) ?? '',
  };
}

/** An answer without a body, whatever the output. */
export const noContent = (): AwsResponse => ({ status: 204, headers: {}, body: '' });

/** An answer whose members are elements of `root`. */
export function withXml(root: string, output: Output, headers: Record<string, string> = {}): AwsResponse {
  const body = toXml(root, { '@xmlns': NAMESPACE, ...(xmlValue(output) as object) });
  return { status: 200, headers: { 'content-type': 'application/xml', ...headers }, body };
}

/** How a listing is written: the members as elements of `root`, by their names on the wire. */
export function writeList(
  root: string,
  renamed: Readonly<Record<string, string>> = {},
): (output: Output, request: S3Request) => AwsResponse {
  return (output, request) => {
    const named = Object.fromEntries(
      Object.entries(output).map(([name, value]) => [renamed[name] ?? name, value]),
    );
    return withXml(root, request.query.get('encoding-type') === 'url' ? encodedNames(named) : named);
  };
}

/** An answer with elements, where version and encryption travel as headers none the less. */
export function withUpload(root: string, output: Output): AwsResponse {
  const { VersionId, ServerSideEncryption, SSEKMSKeyId, BucketKeyEnabled, ...rest } = output;
  const members = { VersionId, ServerSideEncryption, SSEKMSKeyId, BucketKeyEnabled };
  return withXml(root, rest, headersOf(members));
}

/** An answer that is a stored document. */
export function withDocument(output: Output, contentType: string): AwsResponse {
  const headers = { ...headersOf(output), 'content-type': contentType };
  return { status: 200, headers, body: String(output.Document) };
}

/** An answer that is a stored document in XML. */
export const xmlDocument = (output: Output): AwsResponse => withDocument(output, 'application/xml');

/** The answer to a call that failed; without a body where HTTP allows none. */
export function withError(error: AwsError, method: string, requestId: string): AwsResponse {
  const own = error instanceof S3Error ? error.headers : {};
  if (method === 'HEAD' || error.status === 304) return { status: error.status, headers: own, body: '' };
  const body = toXml('Error', {
    Code: error.code,
    Message: error.message,
    ...error.members,
    RequestId: requestId,
    HostId: requestId,
  });
  return { status: error.status, headers: { 'content-type': 'application/xml', ...own }, body };
}

/** Header names and values of those output members that travel so. */
export function headersOf(output: Output): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [member, header] of Object.entries(HEADERS)) {
    const value = output[member];
    if (value === undefined) continue;
    headers[header] = value instanceof Date ? value.toUTCString() : String(value);
  }
  for (const [name, value] of Object.entries((output.Metadata as Record<string, string> | undefined) ?? {})) {
    headers[`x-amz-meta-${name}`] = metadataHeader(value);
  }
  const checksum = output.Checksum as { algorithm: string; value: string } | undefined;
  if (checksum) headers[`x-amz-checksum-${checksum.algorithm}`] = checksum.value;
  return headers;
}

/** Names in a listing, percent-encoded where the caller asked for that. */
export function encodedNames(output: Output): Output {
  const encode = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(encode);
    if (typeof value !== 'object' || value === null || value instanceof Date) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [
        name,
        NAMES.has(name) && typeof member === 'string'
          ? encodeRfc3986(member).replaceAll('%2F', '/')
          : encode(member),
      ]),
    );
  };
  return { ...(encode(output) as object), EncodingType: 'url' };
}

const NAMES = new Set([
  'Key',
  'Prefix',
  'Delimiter',
  'StartAfter',
  'Marker',
  'NextMarker',
  'KeyMarker',
  'NextKeyMarker',
]);

function xmlValue(value: unknown): unknown {
  if (value instanceof Date) {
    const iso = isoSeconds(value);
    return iso.includes('.') ? iso : iso.replace('Z', '.000Z');
  }
  if (Array.isArray(value)) return value.map(xmlValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, xmlValue(member)]));
}
