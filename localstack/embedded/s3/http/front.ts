import { AwsError, ConnectionLostError } from '../../core/errors.ts';
import { type AwsRequest, type AwsResponse, originOf } from '../../core/http.ts';
import type { HttpFront } from '../../core/service.ts';
import { decodeChunked } from '../../protocol/chunked.ts';
import { createSignatureVerifier, type Verified } from '../../protocol/sigv4.ts';
import type { Buckets } from '../buckets/buckets.ts';
import { s3Errors } from '../errors.ts';
import { verifiedChecksum } from '../objects/checksums.ts';
import type { S3Declaration } from '../operation.ts';
import { withError, withHeaders } from './answers.ts';
import { createControl, isControl } from './control.ts';
import { corsHeaders, preflight } from './cors.ts';
import { createPostForm, isPostForm } from './post-form.ts';
import { type Address, addressOf, type S3Request } from './request.ts';
import { createRoutes } from './routes.ts';

/** S3's own HTTP surface: addresses by path and by host, presigned URLs, forms, CORS, chunked bodies. */
export function createFront(buckets: Buckets, declarations: readonly S3Declaration[]): HttpFront {
  const { context } = buckets;
  const verifier = createSignatureVerifier(context);
  const postForm = createPostForm(buckets);
  const control = createControl(context, declarations);
  const routeOf = createRoutes(declarations);

  async function answer(request: AwsRequest, address: Address): Promise<AwsResponse> {
    if (isControl(request)) return control(request, verifier.verify(request, 's3').principal);
    const { bucket } = address;
    if (request.method === 'OPTIONS' && bucket !== undefined) return preflight(buckets, bucket, request);
    if (bucket !== undefined && address.key === undefined && isPostForm(request))
      return postForm(request, bucket);
    const verified = verifier.verify(request, 's3');
    const { operation, binding } = routeOf({
      ...address,
      method: request.method,
      query: new URLSearchParams(request.query),
      headers: request.headers,
    });
    checkOwner(request.headers['x-amz-expected-bucket-owner'], context.accountId);
    const decoded = await decode(request, address, verified, binding.checksumOf === undefined);
    const input = binding.read(decoded);
    const output = await context.call('s3', operation, input, verified.principal, originOf(request));
    return binding.write ? binding.write(output, decoded) : withHeaders(output);
  }

  return {
    matches: () => true,
    async handle(request) {
      const requestId = context.random.id(16).toUpperCase();
      const address = addressOf(request);
      let response: AwsResponse;
      try {
        response = await answer(request, address);
      } catch (error) {
        if (error instanceof ConnectionLostError) throw error;
        if (!(error instanceof AwsError))
          context.unexpected.report(error, `s3: ${request.method} ${request.path} (request ${requestId})`);
        const known =
          error instanceof AwsError && error.code !== 'InternalFailure'
            ? error
            : new AwsError('InternalError', 'We encountered an internal error. Please try again.', 500);
        response = withError(known, request.method, requestId);
      }
      return {
        ...response,
        headers: {
          server: 'AmazonS3',
          'x-amz-request-id': requestId,
          'x-amz-id-2': requestId,
          ...(request.method === 'OPTIONS' || address.bucket === undefined || isControl(request)
            ? {}
            : corsHeaders(buckets, address.bucket, request)),
          ...response.headers,
        },
      };
    },
  };
}

/** Throws where the account whose bucket a caller expects is none, or another. */
function checkOwner(expected: string | undefined, account: string): void {
  if (expected === undefined || expected === account) return;
  throw /^\d{12}$/.test(expected) ? s3Errors.accessDenied() : s3Errors.invalidOwner(expected);
}

/** @param checks whether a checksum in the headers is the body's */
async function decode(
  request: AwsRequest,
  address: Address,
  verified: Verified,
  checks: boolean,
): Promise<S3Request> {
  const { body, trailers } = decodeChunked(request, verified);
  const writes = request.method === 'PUT' || request.method === 'POST';
  const checksum =
    writes && checks ? await verifiedChecksum({ ...request.headers, ...trailers }, body) : undefined;
  return {
    ...address,
    method: request.method,
    query: new URLSearchParams(request.query),
    headers: request.headers,
    body,
    ...(checksum ? { checksum } : {}),
  };
}
