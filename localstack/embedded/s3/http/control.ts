import { notImplemented } from '../../core/errors.ts';
import { type AwsRequest, type AwsResponse, originOf } from '../../core/http.ts';
import type { Principal } from '../../core/service.ts';
import { decode } from '../../protocol/canonical.ts';
import { listOf, parseXml } from '../../protocol/xml.ts';
import type { Buckets } from '../buckets.ts';
import { s3Errors } from '../errors.ts';
import { withXml } from './answers.ts';

const PREFIX = '/v20180820/';
const TAGS = `${PREFIX}tags/`;

/**
 * Whether a request is for S3 Control: an API of the account's, under a host that begins with the account's number
 * (`000000000000.s3-control.us-east-1.amazonaws.com`, or `000000000000.` before an endpoint of one's own).
 */
export function isControl(request: AwsRequest): boolean {
  return request.path.startsWith(PREFIX) && request.headers['x-amz-account-id'] !== undefined;
}

/** Carries out a call of S3 Control: the tags of buckets, as Terraform reads and writes them. */
export async function control(
  buckets: Buckets,
  request: AwsRequest,
  principal: Principal,
): Promise<AwsResponse> {
  const { context } = buckets;
  const accountId = request.headers['x-amz-account-id'];
  if (accountId !== context.accountId) throw s3Errors.accessDenied();
  if (!request.path.startsWith(TAGS)) {
    throw notImplemented('s3control', `${request.method} ${request.path}`);
  }
  const origin = originOf(request);
  const resource = { AccountId: accountId, ResourceArn: decode(request.path.slice(TAGS.length)) };
  if (request.method === 'GET') {
    const output = await context.call<{ Tags: object[] }>(
      's3',
      'ListTagsForResource',
      resource,
      principal,
      origin,
    );
    return withXml('ListTagsForResourceResult', { Tags: { Tag: output.Tags } });
  }
  if (request.method === 'POST') {
    const Tags = tagsIn(request.body);
    await context.call('s3', 'TagResource', { ...resource, Tags }, principal, origin);
  } else if (request.method === 'DELETE') {
    const TagKeys = new URLSearchParams(request.query).getAll('tagKeys');
    await context.call('s3', 'UntagResource', { ...resource, TagKeys }, principal, origin);
  } else {
    throw s3Errors.methodNotAllowed(request.method);
  }
  return { status: 204, headers: {}, body: '' };
}

function tagsIn(body: Uint8Array): { Key: string; Value: string }[] {
  let parsed: { TagResourceRequest?: { Tags?: { Tag?: unknown } } };
  try {
    parsed = parseXml(body);
  } catch {
    throw s3Errors.malformedXml();
  }
  const tags = listOf<{ Key: string; Value: unknown }>(parsed.TagResourceRequest?.Tags?.Tag);
  if (tags.length === 0) throw s3Errors.malformedXml();
  return tags.map(({ Key, Value }) => ({ Key, Value: String(Value) }));
}
