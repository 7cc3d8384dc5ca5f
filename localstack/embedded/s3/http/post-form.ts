import { AwsError } from '../../core/errors.ts';
import { type AwsRequest, type AwsResponse, originOf } from '../../core/http.ts';
import { verifyPostPolicy } from '../../protocol/post-policy.ts';
import { listOf, parseXml, toXml } from '../../protocol/xml.ts';
import type { Buckets } from '../buckets/buckets.ts';
import { s3Errors } from '../errors.ts';
import { verifiedChecksum } from '../objects/checksums.ts';
import { OBJECT_HEADERS } from '../objects/headers.ts';
import { checkConditions, type Fields } from './post-policy.ts';

interface Form {
  readonly fields: Fields;
  readonly file: Uint8Array;
  readonly fileName: string;
}

/** Whether the request is a browser's upload by form (POST Object). */
export function isPostForm(request: AwsRequest): boolean {
  return request.method === 'POST' && /^multipart\/form-data/i.test(request.headers['content-type'] ?? '');
}

/**
 * POST Object: an upload whose permission is a signed policy in the form
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html).
 */
export function createPostForm(buckets: Buckets) {
  const { context } = buckets;

  return async (request: AwsRequest, bucket: string): Promise<AwsResponse> => {
    const { fields, file, fileName } = await parseForm(request);
    if (!buckets.has(bucket)) throw s3Errors.noSuchBucket(bucket);
    if (!fields.has('policy')) throw s3Errors.accessDenied();
    const { principal, conditions } = verifyPostPolicy(Object.fromEntries(fields), context);
    checkConditions(conditions, { fields, bucket, size: file.byteLength });
    const Key = (fields.get('key') ?? '').replaceAll(/\$\{filename\}/g, fileName);
    if (Key === '') throw s3Errors.invalidArgument('User key must have a length greater than 0.', 'key', '');
    const Checksum = await verifiedChecksum(Object.fromEntries(fields), file);
    const stored = await context.call<{ ETag: string; VersionId?: string }>(
      's3',
      'PutObject',
      {
        Bucket: bucket,
        Key,
        Body: file,
        By: 'Post',
        ...objectMembers(fields),
        ...(Checksum ? { Checksum } : {}),
      },
      principal,
      originOf(request),
    );
    return answer(fields, `${context.endpoint()}/${bucket}/${encodeURIComponent(Key)}`, bucket, Key, stored);
  };
}

async function parseForm(request: AwsRequest): Promise<Form> {
  const malformed = (message: string) => new AwsError('MalformedPOSTRequest', message, 400);
  const body = Buffer.from(
    request.body.buffer as ArrayBuffer,
    request.body.byteOffset,
    request.body.byteLength,
  );
  const headers = { 'content-type': request.headers['content-type'] ?? '' };
  const form = await new Response(body, { headers }).formData().catch(() => {
    throw malformed('The body of your POST request is not well-formed multipart/form-data.');
  });
  const fields = new Map<string, string>();
  for (const [name, value] of form) {
    if (name.toLowerCase() === 'file') {
      const file = typeof value === 'string' ? Buffer.from(value) : new Uint8Array(await value.arrayBuffer());
      return { fields, file, fileName: typeof value === 'string' ? '' : value.name };
    }
    if (typeof value === 'string') fields.set(name.toLowerCase(), value);
  }
  throw s3Errors.invalidArgument('POST requires exactly one file upload per request.', 'file', '0');
}

function objectMembers(fields: Fields): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  for (const [member, header] of Object.entries(OBJECT_HEADERS)) {
    const value = fields.get(header);
    if (value !== undefined) members[member] = value;
  }
  const metadata = [...fields].filter(([name]) => name.startsWith('x-amz-meta-'));
  members.Metadata = Object.fromEntries(
    metadata.map(([name, value]) => [name.slice('x-amz-meta-'.length), value]),
  );
  const tagging = fields.get('tagging');
  if (tagging !== undefined) members.Tagging = taggingHeader(tagging);
  return members;
}

/** The tags of a form, which come as the document of PutObjectTagging, in the form of the header x-amz-tagging. */
function taggingHeader(document: string): string {
  const { Tagging } = parsedTagging(document);
  const tags = listOf<{ Key?: unknown; Value?: unknown }>(Tagging?.TagSet?.Tag);
  const pairs = tags.map(({ Key, Value }): [string, string] => [String(Key ?? ''), String(Value ?? '')]);
  return new URLSearchParams(pairs).toString();
}

function parsedTagging(document: string): { Tagging?: { TagSet?: { Tag?: unknown } } } {
  try {
    return parseXml(document) as { Tagging?: { TagSet?: { Tag?: unknown } } };
  } catch {
    throw s3Errors.malformedXml();
  }
}

function answer(
  fields: Fields,
  location: string,
  bucket: string,
  key: string,
  stored: { ETag: string; VersionId?: string },
): AwsResponse {
  const headers = {
    etag: stored.ETag,
    location,
    ...(stored.VersionId ? { 'x-amz-version-id': stored.VersionId } : {}),
  };
  const redirect = fields.get('success_action_redirect') ?? fields.get('redirect');
  if (redirect !== undefined && URL.canParse(redirect)) {
    const url = new URL(redirect);
    for (const [name, value] of Object.entries({ bucket, key, etag: stored.ETag }))
      url.searchParams.set(name, value);
    return { status: 303, headers: { ...headers, location: url.href }, body: '' };
  }
  const status = fields.get('success_action_status');
  if (status === '200') return { status: 200, headers, body: '' };
  if (status !== '201') return { status: 204, headers, body: '' };
  const body = toXml('PostResponse', { Location: location, Bucket: bucket, Key: key, ETag: stored.ETag });
  return { status: 201, headers: { ...headers, 'content-type': 'application/xml' }, body };
}
