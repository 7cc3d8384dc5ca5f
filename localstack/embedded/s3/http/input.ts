import { notImplemented } from '../../core/errors.ts';
import { s3Errors } from '../errors.ts';
import { OBJECT_HEADERS } from '../objects/headers.ts';
import type { S3Request } from './request.ts';

/** The members that have a value. */
export function defined(members: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined && value !== null),
  );
}

/** The bucket that a request is about. */
export const bucketInput = (request: S3Request) => ({ Bucket: request.bucket });

/** The object that a request is about, or one of its versions. */
export const objectInput = (request: S3Request) => ({
  Bucket: request.bucket,
  Key: request.key,
  ...defined({ VersionId: request.query.get('versionId') ?? undefined }),
});

/** The multipart upload that a request is about. */
export const uploadInput = (request: S3Request) => ({
  ...objectInput(request),
  UploadId: request.query.get('uploadId'),
});

/** The part that a request is about, where it names one. Throws InvalidArgument, with the text that is no number. */
export function partNumberInput({ query }: S3Request): { readonly PartNumber?: number } {
  const text = query.get('partNumber');
  if (text === null) return {};
  if (!/^-?\d+$/.test(text)) throw s3Errors.partNumber(text);
  return { PartNumber: Number(text) };
}

/** A bucket's configuration: the body, as text. */
export const documentInput = (request: S3Request) => ({
  Bucket: request.bucket,
  Document: Buffer.from(request.body).toString('utf8'),
});

/** Headers that ask for what is not emulated: named, never dropped. */
const REFUSED_HEADERS = [
  'x-amz-server-side-encryption-customer-algorithm',
  'x-amz-server-side-encryption-context',
  'x-amz-object-lock-mode',
  'x-amz-object-lock-legal-hold',
  'x-amz-grant-full-control',
  'x-amz-grant-read',
  'x-amz-write-offset-bytes',
];

/** A new object's members, which travel as headers. Throws NotImplemented, naming a header that is not emulated. */
export function newObjectInput(request: S3Request): Record<string, unknown> {
  const { headers } = request;
  const refused = REFUSED_HEADERS.find((name) => headers[name] !== undefined);
  if (refused) throw notImplemented('s3', `${request.method} with ${refused}`);
  const members = Object.entries(OBJECT_HEADERS).map(([member, header]) => [member, headers[header]]);
  const metadata = Object.entries(headers).filter(([name]) => name.startsWith('x-amz-meta-'));
  return defined({
    Bucket: request.bucket,
    Key: request.key,
    ...Object.fromEntries(members),
    Metadata: Object.fromEntries(metadata.map(([name, value]) => [name.slice('x-amz-meta-'.length), value])),
    Tagging: headers['x-amz-tagging'],
    IfNoneMatch: headers['if-none-match'],
    IfMatch: headers['if-match'],
    ACL: headers['x-amz-acl'],
    Checksum: request.checksum,
  });
}

/** What a listing is asked for. Throws InvalidArgument. */
export function listInput(request: S3Request): Record<string, unknown> {
  const { query } = request;
  const maxKeys = query.get('max-keys');
  const encoding = query.get('encoding-type');
  if (encoding !== null && encoding !== 'url') {
    throw s3Errors.invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', encoding);
  }
  return defined({
    Bucket: request.bucket,
    Prefix: query.get('prefix'),
    Delimiter: query.get('delimiter'),
    MaxKeys: maxKeys === null ? undefined : Number(maxKeys),
    ContinuationToken: query.get('continuation-token'),
    StartAfter: query.get('start-after'),
    FetchOwner: query.get('fetch-owner') === 'true' ? true : undefined,
    Marker: query.get('marker'),
    KeyMarker: query.get('key-marker'),
  });
}
