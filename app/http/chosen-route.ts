import type { FastifyInstance, FastifyRequest } from 'fastify';
import { problem } from '../errors/problems.ts';

/** Returns the route that the gateway chose for a request, such as `GET /expenses/{id}`. */
export type RouteKeyOf = (request: FastifyRequest) => string;

/**
 * Refuses a request whose route is not the one that the gateway chose, because its authorizer and throttle would have
 * been those of another route. Throws `route.not-found`.
 */
export function registerChosenRoute(app: FastifyInstance, routeKeyOf: RouteKeyOf): void {
  app.addHook('onRequest', async (request) => {
    if (request.is404) return;
    const path = request.routeOptions.url?.replaceAll(/:(\w+)/g, '{$1}');
    if (`${request.method} ${path}` !== routeKeyOf(request)) throw problem('route.not-found');
  });
}
