import type { FastifyInstance, FastifyRequest } from 'fastify';
import { problem } from '../errors/problems.ts';
import { type Actor, actorFromClaims, type Claims } from './actor.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The caller; undefined on a public route. */
    actorOrUndefined: Actor | undefined;
  }
  interface FastifyContextConfig {
    /** Anyone may call the route, without a token. */
    public?: boolean;
  }
}

/** Returns the claims of a request; the gateway has verified the token before. */
export type ClaimsOf = (request: FastifyRequest) => Claims | undefined;

/**
 * Sets the caller of every request, and throws `auth.required` before the body is read. {@link
 * ../users/authorization.ts} decides what they may do.
 */
export function registerAuth(app: FastifyInstance, claimsOf: ClaimsOf): void {
  app.decorateRequest('actorOrUndefined', undefined);
  app.addHook('onRequest', async (request) => {
    const { config } = request.routeOptions;
    if (config.public || request.is404) return;
    const actor = actorFromClaims(claimsOf(request));
    if (!actor) throw problem('auth.required');
    request.actorOrUndefined = actor;
  });
}

/** The caller of a route that is not public. */
export function actorOf(request: FastifyRequest): Actor {
  if (!request.actorOrUndefined) throw problem('auth.required');
  return request.actorOrUndefined;
}
