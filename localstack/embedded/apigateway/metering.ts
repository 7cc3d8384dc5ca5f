import type { Meter } from '../core/meter.ts';
import type { Exchange, IncomingRequest } from './gateway/exchange.ts';

/** A request is billed by each 512 KB of its bodies (https://aws.amazon.com/api-gateway/pricing/). */
const CHUNK = 512 * 1024;

/**
 * Counts a request and the `bytes` of its answer; one that the gateway itself refused for its token or its rate is not
 * billed.
 */
export function meterExchange(
  meter: Meter,
  { request, apiId }: IncomingRequest,
  exchange: Exchange,
  bytes: number,
): void {
  const { status } = exchange.response;
  const own = exchange.integrationLatency === undefined;
  if (own && status === 429) meter.add('apigatewayv2', 'throttles', apiId, 1);
  else if (own && (status === 401 || status === 403)) meter.add('apigatewayv2', 'unauthorized', apiId, 1);
  else {
    const chunks = Math.max(1, Math.ceil((request.body.length + bytes) / CHUNK));
    meter.add('apigatewayv2', 'requests', apiId, chunks);
  }
  meter.add('apigatewayv2', 'responseBytes', apiId, bytes);
}
