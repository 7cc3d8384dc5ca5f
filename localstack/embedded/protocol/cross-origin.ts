import type { AwsRequest, AwsResponse } from '../core/http.ts';

/** Headers by which a call names its operation: a preflight that asks for one of them is for a service's API. */
const NAMING_HEADERS = ['x-amz-target', 'smithy-protocol'];

/** For how long a browser may keep a preflight's answer, in seconds: two days, as AWS says. */
const MAX_AGE = 172_800;

/**
 * The answer to a browser that asks whether a page may call a service's API (a CORS preflight of a call in JSON or CBOR);
 * undefined for any other request. AWS's APIs let every page call them: what protects them is the signature, or, as with
 * Cognito's sign-in, what the call itself proves.
 */
export function preflightAnswer(request: AwsRequest): AwsResponse | undefined {
  const { origin, 'access-control-request-headers': wanted } = request.headers;
  if (request.method !== 'OPTIONS' || origin === undefined || wanted === undefined) return undefined;
  const names = wanted.toLowerCase().split(/\s*,\s*/);
  if (!NAMING_HEADERS.some((name) => names.includes(name))) return undefined;
  return {
    status: 200,
    headers: {
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': wanted,
      'access-control-max-age': String(MAX_AGE),
    },
    body: '',
  };
}

/** An API's answer as a page of another origin may read it, where the request comes from one. */
export function readableByPages(request: AwsRequest, response: AwsResponse): AwsResponse {
  if (request.headers.origin === undefined) return response;
  return {
    ...response,
    headers: {
      ...response.headers,
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date',
    },
  };
}
