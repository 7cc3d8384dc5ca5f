import type { AwsRequest, AwsResponse } from '../../core/http.ts';
import { addressOf } from './address.ts';
import { gatewayAnswer } from './answer.ts';

/** The largest payload that API Gateway takes. */
const MOST_BYTES = 10 * 1024 * 1024;
/** «Total combined size of request line and header values» of HTTP APIs. */
const MOST_HEADER_BYTES = 10_240;

/**
 * The answer to a request that is larger than HTTP APIs take; undefined where it is not
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html).
 */
export function tooLarge(request: AwsRequest): AwsResponse | undefined {
  if (headerBytes(request) > MOST_HEADER_BYTES) {
    return gatewayAnswer(431, 'Request Header Fields Too Large');
  }
  return request.body.length > MOST_BYTES ? gatewayAnswer(413, 'Request Entity Too Large') : undefined;
}

/** What a local address has before the API's own path does not count. Header values have a byte for each character. */
function headerBytes(request: AwsRequest): number {
  const { method, query, headers } = request;
  const { path } = addressOf(request);
  const target = query === '' ? path : `${path}?${query}`;
  let bytes = `${method} ${target} HTTP/1.1`.length;
  for (const name in headers) bytes += headers[name]?.length ?? 0;
  return bytes;
}
