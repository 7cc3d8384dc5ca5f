import type { EmbeddedContext } from '../../core/context.ts';
import { notImplemented } from '../../core/errors.ts';
import { type AwsRequest, type AwsResponse, originOf } from '../../core/http.ts';
import type { Principal } from '../../core/service.ts';
import { decode } from '../../protocol/canonical.ts';
import { s3Errors } from '../errors.ts';
import type { S3Declaration } from '../operation.ts';
import type { Output } from './answers.ts';
import type { ControlBinding } from './binding.ts';

const PREFIX = '/v20180820/';
const TAGS = `${PREFIX}tags/`;

/**
 * Whether a request is for S3 Control: an API of the account's, under a host that begins with the account's number
 * (`000000000000.s3-control.us-east-1.amazonaws.com`, or `000000000000.` before an endpoint of one's own).
 */
export function isControl(request: AwsRequest): boolean {
  return request.path.startsWith(PREFIX) && request.headers['x-amz-account-id'] !== undefined;
}

/** Carries out calls of S3 Control: the tags of buckets, as Terraform reads and writes them. */
export function createControl(context: EmbeddedContext, declarations: readonly S3Declaration[]) {
  const routes = new Map<string, { operation: string; binding: ControlBinding }>();
  for (const { name, binding } of declarations) {
    if (binding.level === 'control') routes.set(binding.method, { operation: name, binding });
  }

  return async (request: AwsRequest, principal: Principal): Promise<AwsResponse> => {
    if (request.headers['x-amz-account-id'] !== context.accountId) throw s3Errors.accessDenied();
    if (!request.path.startsWith(TAGS)) {
      throw notImplemented('s3control', `${request.method} ${request.path}`);
    }
    const route = routes.get(request.method);
    if (!route) throw s3Errors.methodNotAllowed(request.method);
    const { operation, binding } = route;
    const input = binding.read(request);
    const output = await context.call<Output>('s3', operation, input, principal, originOf(request));
    return binding.write(output);
  };
}

/** The resource whose tags a request is about. */
export const resourceInput = (request: AwsRequest) => ({
  AccountId: request.headers['x-amz-account-id'],
  ResourceArn: decode(request.path.slice(TAGS.length)),
});
