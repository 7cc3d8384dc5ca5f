import type { GetRouteRequest } from '@aws-sdk/client-apigatewayv2';
import { defineOperation } from '../../core/operation.ts';
import { onPath } from '../authorization.ts';
import type { ApiGatewayState } from '../state.ts';
import { requireItem } from '../store.ts';

const http = { method: 'GET', path: '/v2/apis/{ApiId}/routes/{RouteId}' };

/** GetRoute: one route of an API. */
export const getRoute = defineOperation({
  name: 'GetRoute',
  authorization: onPath(http),
  http,
  run({ store }: ApiGatewayState, input: GetRouteRequest) {
    const routes = store.routes(store.api(input.ApiId).ApiId);
    return requireItem(routes, 'Route', input.RouteId);
  },
});
