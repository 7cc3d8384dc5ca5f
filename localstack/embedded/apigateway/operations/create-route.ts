import type { CreateRouteRequest } from '@aws-sdk/client-apigatewayv2';
import { defineOperation } from '../../core/operation.ts';
import { onPath } from '../authorization.ts';
import { putRoute, ROUTE_SETTINGS } from '../control/routes.ts';
import { onlyMembers } from '../errors.ts';
import type { ApiGatewayState } from '../state.ts';

const http = { method: 'POST', path: '/v2/apis/{ApiId}/routes', status: 201 };

/** CreateRoute: a route under a key that is free in its API. */
export const createRoute = defineOperation({
  name: 'CreateRoute',
  authorization: onPath(http),
  http,
  run({ context, store }: ApiGatewayState, { ApiId, ...input }: CreateRouteRequest) {
    const api = store.api(ApiId);
    onlyMembers('CreateRoute', input, ROUTE_SETTINGS);
    return putRoute(store, api.ApiId, context.random.id(7), input);
  },
});
