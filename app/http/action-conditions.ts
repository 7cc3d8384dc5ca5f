import type { FastifyRequest } from 'fastify';
import { actorOf } from '../auth/plugin.ts';
import { type KeyedRequest, keyedRequest } from '../persistence/idempotency.ts';

/** The headers of a request that say whether it is to be carried out. */
export interface ActionConditions {
  /** `If-Match`: the versions that the request is for; default: any. */
  readonly ifMatch?: string | undefined;
  /** The request with its Idempotency-Key, where it carries one. */
  readonly keyed?: KeyedRequest | undefined;
}

/** The conditions of a request to a route whose headers are `ActionHeaders`. */
export function conditionsOf(request: FastifyRequest): ActionConditions {
  const ifMatch = request.headers['if-match'];
  return { ifMatch, keyed: keyedRequestOf(request) };
}

/** The request with its Idempotency-Key, for a route whose headers declare one; undefined when it carries none. */
export function keyedRequestOf(request: FastifyRequest): KeyedRequest | undefined {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string') return undefined;
  const { method, url = '' } = request.routeOptions;
  return keyedRequest(actorOf(request).id, `${method} ${url}`, key, request.body);
}
