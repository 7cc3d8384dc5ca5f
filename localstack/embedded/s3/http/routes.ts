import { notImplemented } from '../../core/errors.ts';
import type { AwsResponse } from '../../core/http.ts';
import { listOf } from '../../protocol/xml.ts';
import { s3Errors } from '../errors.ts';
import { checkHeaderValue, OBJECT_HEADERS } from '../object-headers.ts';
import { CONFIGURATIONS } from '../operations/configurations.ts';
import { encodedNames, headersOf, type Output, withDocument, withHeaders, withXml } from './answers.ts';
import { type S3Request, xmlBody } from './request.ts';

/** How one operation travels: which requests mean it, and how its input and output are written. */
export interface Route {
  readonly operation: string;
  readonly read: (request: S3Request) => object;
  readonly write: (output: Output, request: S3Request) => AwsResponse;
}

/** Query names that choose another operation than the plain one. */
const SUBRESOURCES = [
  ...CONFIGURATIONS.map(({ subresource }) => subresource),
  'versioning',
  'notification',
  'policyStatus',
  'acl',
  'location',
  'versions',
  'delete',
  'uploads',
  'uploadId',
  'analytics',
  'attributes',
  'intelligent-tiering',
  'inventory',
  'legal-hold',
  'metrics',
  'restore',
  'retention',
  'select',
  'session',
  'torrent',
];

const routes = new Map<string, Route>();

/** The route of a request. Throws NotImplemented or MethodNotAllowed, naming what was asked. */
export function routeOf(request: S3Request): Route {
  const level = request.bucket === undefined ? 'service' : request.key === undefined ? 'bucket' : 'object';
  const subresource = SUBRESOURCES.find((name) => request.query.has(name)) ?? '';
  const copy = request.headers['x-amz-copy-source'] !== undefined ? 'copy' : '';
  const list = level === 'bucket' && request.query.get('list-type') === '2' ? 'v2' : '';
  const found = routes.get(`${request.method} ${level} ${subresource}${copy}${list}`);
  if (found) return found;
  if (subresource || copy) throw notImplemented('s3', `${request.method} ${level} ?${subresource || copy}`);
  throw s3Errors.methodNotAllowed(request.method);
}

function route(
  on: string,
  operation: string,
  read: Route['read'],
  write: Route['write'] = (output) => withHeaders(output),
): void {
  routes.set(on, { operation, read, write });
}

const bucketInput = (request: S3Request) => ({ Bucket: request.bucket });
const at = (request: S3Request) => ({
  Bucket: request.bucket,
  Key: request.key,
  ...defined({ VersionId: request.query.get('versionId') ?? undefined }),
});
const emptied = () => ({ status: 204, headers: {}, body: '' }) as const;

function defined(members: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined && value !== null),
  );
}

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

function objectInput(request: S3Request): Record<string, unknown> {
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

function readInput(request: S3Request): object {
  const { headers } = request;
  if (request.query.has('partNumber')) throw notImplemented('s3', 'GetObject with partNumber');
  for (const [header, value] of overrides(request)) checkHeaderValue(`response-${header}`, value);
  return {
    ...at(request),
    ...defined({
      Range: headers.range,
      IfMatch: headers['if-match'],
      IfNoneMatch: headers['if-none-match'],
      IfModifiedSince: headers['if-modified-since'],
      IfUnmodifiedSince: headers['if-unmodified-since'],
      ChecksumMode: headers['x-amz-checksum-mode'],
    }),
  };
}

/** The headers that a download's URL, if it is signed, may say (GetObject, «Overriding response header values»). */
const OVERRIDABLE = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];

function overrides({ query }: S3Request): [header: string, value: string][] {
  return OVERRIDABLE.flatMap((header): [string, string][] => {
    const value = query.get(`response-${header}`);
    return value === null ? [] : [[header, value]];
  });
}

function writeObject(output: Output, request: S3Request): AwsResponse {
  const answer = withHeaders(output);
  return { ...answer, headers: { ...answer.headers, ...Object.fromEntries(overrides(request)) } };
}

function listInput(request: S3Request): Record<string, unknown> {
  const { query } = request;
  const maxKeys = query.get('max-keys');
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

function writeList(root: string, renamed: Readonly<Record<string, string>> = {}): Route['write'] {
  return (output, request) => {
    const named = Object.fromEntries(
      Object.entries(output).map(([name, value]) => [renamed[name] ?? name, value]),
    );
    return withXml(root, request.query.get('encoding-type') === 'url' ? encodedNames(named) : named);
  };
}

function bucketConfiguration(request: S3Request): object {
  const { LocationConstraint, Tags, ...others } = xmlBody(request, 'CreateBucketConfiguration');
  const [other] = Object.keys(others);
  if (other) throw notImplemented('s3', `CreateBucket with ${other}`);
  const tags = Tags ? listOf((Tags as { Tag?: unknown }).Tag) : undefined;
  return defined({ LocationConstraint, Tags: tags });
}

const documentInput = (request: S3Request) => ({
  Bucket: request.bucket,
  Document: Buffer.from(request.body).toString('utf8'),
  ...defined({
    TransitionDefaultMinimumObjectSize: request.headers['x-amz-transition-default-minimum-object-size'],
  }),
});

for (const kind of CONFIGURATIONS) {
  const json = kind.root === undefined && kind.subresource === 'policy' ? 'application/json' : undefined;
  route(`GET bucket ${kind.subresource}`, kind.get, bucketInput, (output) => withDocument(output, json));
  if (kind.put) route(`PUT bucket ${kind.subresource}`, kind.put, documentInput, json ? emptied : undefined);
  if (kind.delete) route(`DELETE bucket ${kind.subresource}`, kind.delete, bucketInput, emptied);
}

route(
  'GET service ',
  'ListBuckets',
  ({ query }) => defined({ Prefix: query.get('prefix') }),
  (output) => withXml('ListAllMyBucketsResult', { ...output, Buckets: { Bucket: output.Buckets } }),
);
route('PUT bucket ', 'CreateBucket', (request) => ({
  Bucket: request.bucket,
  ...(request.body.byteLength > 0 ? bucketConfiguration(request) : {}),
  ...defined({ ACL: request.headers['x-amz-acl'] }),
  ...(request.headers['x-amz-bucket-object-lock-enabled'] === 'true'
    ? { ObjectLockEnabledForBucket: true }
    : {}),
}));
route('HEAD bucket ', 'HeadBucket', bucketInput);
route('DELETE bucket ', 'DeleteBucket', bucketInput, emptied);
route('GET bucket location', 'GetBucketLocation', bucketInput, (output) =>
  withXml('LocationConstraint', { '#text': output.LocationConstraint ?? '' }),
);
route('PUT bucket versioning', 'PutBucketVersioning', (request) => {
  const { Status, MfaDelete } = xmlBody(request, 'VersioningConfiguration');
  return { Bucket: request.bucket, VersioningConfiguration: defined({ Status, MFADelete: MfaDelete }) };
});
route('GET bucket versioning', 'GetBucketVersioning', bucketInput, (output) =>
  withXml('VersioningConfiguration', output),
);
route('GET bucket policyStatus', 'GetBucketPolicyStatus', bucketInput, (output) => {
  const { IsPublic } = output.PolicyStatus as { IsPublic: boolean };
  return withXml('PolicyStatus', { IsPublic: IsPublic ? 'TRUE' : 'FALSE' });
});
route('PUT bucket notification', 'PutBucketNotificationConfiguration', (request) => ({
  ...documentInput(request),
  SkipDestinationValidation: request.headers['x-amz-skip-destination-validation'] === 'true',
}));
route('GET bucket notification', 'GetBucketNotificationConfiguration', bucketInput, (output) =>
  withDocument(output),
);
route('GET bucket acl', 'GetBucketAcl', bucketInput, (output) => withXml('AccessControlPolicy', output));
route('GET object acl', 'GetObjectAcl', at, (output) => withXml('AccessControlPolicy', output));
for (const [level, operation] of [
  ['bucket', 'PutBucketAcl'],
  ['object', 'PutObjectAcl'],
]) {
  route(`PUT ${level} acl`, operation as string, (request) => ({
    ...at(request),
    ...defined({ ACL: request.headers['x-amz-acl'] }),
  }));
}
route('GET bucket v2', 'ListObjectsV2', listInput, writeList('ListBucketResult'));
route('GET bucket ', 'ListObjects', listInput, writeList('ListBucketResult'));
route(
  'GET bucket versions',
  'ListObjectVersions',
  listInput,
  writeList('ListVersionsResult', { Versions: 'Version', DeleteMarkers: 'DeleteMarker' }),
);
route(
  'POST bucket delete',
  'DeleteObjects',
  (request) => {
    const { Object: objects, Quiet } = xmlBody(request, 'Delete');
    return { Bucket: request.bucket, Delete: { Objects: listOf(objects), Quiet: Quiet === 'true' } };
  },
  ({ Deleted, Errors }) => withXml('DeleteResult', { Deleted, Error: Errors }),
);
route('PUT object ', 'PutObject', (request) => ({ ...objectInput(request), Body: request.body }));
route('GET object ', 'GetObject', readInput, writeObject);
route('HEAD object ', 'HeadObject', readInput, writeObject);
route('DELETE object ', 'DeleteObject', at, (output) => withHeaders(output, 204));
route(
  'PUT object copy',
  'CopyObject',
  (request) => ({
    ...objectInput(request),
    CopySource: request.headers['x-amz-copy-source'],
    ...defined({
      MetadataDirective: request.headers['x-amz-metadata-directive'],
      TaggingDirective: request.headers['x-amz-tagging-directive'],
    }),
  }),
  ({ CopyObjectResult, ...rest }) => withXml('CopyObjectResult', CopyObjectResult as Output, headersOf(rest)),
);
route('GET object tagging', 'GetObjectTagging', at, (output) =>
  withXml('Tagging', { TagSet: { Tag: output.TagSet } }),
);
route('DELETE object tagging', 'DeleteObjectTagging', at, emptied);
route('PUT object tagging', 'PutObjectTagging', (request) => {
  const { TagSet } = xmlBody(request, 'Tagging') as { TagSet?: { Tag?: unknown } | '' };
  return { ...at(request), Tagging: { TagSet: listOf(TagSet ? TagSet.Tag : undefined) } };
});

const uploadInput = (request: S3Request) => ({ ...at(request), UploadId: request.query.get('uploadId') });

/** An answer with elements, where version and encryption travel as headers none the less. */
function withUpload(root: string, output: Output): AwsResponse {
  const { VersionId, ServerSideEncryption, SSEKMSKeyId, BucketKeyEnabled, ...rest } = output;
  const members = defined({ VersionId, ServerSideEncryption, SSEKMSKeyId, BucketKeyEnabled });
  return withXml(root, rest, headersOf(members));
}

route('POST object uploads', 'CreateMultipartUpload', objectInput, (output) =>
  withUpload('InitiateMultipartUploadResult', output),
);
route('PUT object uploadId', 'UploadPart', (request) => ({
  ...uploadInput(request),
  PartNumber: Number(request.query.get('partNumber')),
  Body: request.body,
  ...defined({ Checksum: request.checksum }),
}));
route(
  'POST object uploadId',
  'CompleteMultipartUpload',
  (request) => {
    const parts = listOf<{ PartNumber: string; ETag: string }>(
      xmlBody(request, 'CompleteMultipartUpload').Part,
    );
    return {
      ...uploadInput(request),
      ...defined({ IfNoneMatch: request.headers['if-none-match'], IfMatch: request.headers['if-match'] }),
      MultipartUpload: {
        Parts: parts.map(({ PartNumber, ETag }) => ({ PartNumber: Number(PartNumber), ETag })),
      },
    };
  },
  (output) => withUpload('CompleteMultipartUploadResult', output),
);
route('DELETE object uploadId', 'AbortMultipartUpload', uploadInput, emptied);
route('GET object uploadId', 'ListParts', uploadInput, ({ Parts, ...rest }) =>
  withXml('ListPartsResult', { ...rest, Part: Parts }),
);
route('GET bucket uploads', 'ListMultipartUploads', listInput, ({ Uploads, ...rest }) =>
  withXml('ListMultipartUploadsResult', { ...rest, Upload: Uploads }),
);
