import type { FastifyRequest } from 'fastify';
import { actorOf } from '../auth/plugin.ts';
import { type KeyedRequest, keyedRequest } from '../persistence/idempotency.ts';

/** The request with its Idempotency-Key, for a route whose headers declare one; undefined when it carries none. */
export function keyedRequestOf(request: FastifyRequest): KeyedRequest | undefined {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string') return undefined;
  const { method, url = '' } = request.routeOptions;
  return keyedRequest(actorOf(request).id, `${method} ${url}`, key, request.body);
}
