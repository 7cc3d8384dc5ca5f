import type { FastifyInstance, FastifyRequest } from 'fastify';
import { problem } from '../errors/problems.ts';

/** The route, such as `GET /expenses/{id}`, that whoever stands in front of the application chose for a request. */
export type RouteKeyOf = (request: FastifyRequest) => string;

/**
 * Refuses a request whose route is not the one that was chosen in front of the application, and whose authorizer and
 * throttle therefore were another route's. Throws `route.not-found`.
 */
export function registerChosenRoute(app: FastifyInstance, routeKeyOf: RouteKeyOf): void {
  app.addHook('onRequest', async (request) => {
    if (request.is404) return;
    const path = request.routeOptions.url?.replaceAll(/:(\w+)/g, '{$1}');
    if (`${request.method} ${path}` !== routeKeyOf(request)) throw problem('route.not-found');
  });
}
