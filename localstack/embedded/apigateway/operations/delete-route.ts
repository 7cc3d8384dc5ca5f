import type { DeleteRouteRequest } from '@aws-sdk/client-apigatewayv2';
import { defineOperation } from '../../core/operation.ts';
import { onPath } from '../authorization.ts';
import type { ApiGatewayState } from '../state.ts';
import { requireItem } from '../store.ts';

const http = { method: 'DELETE', path: '/v2/apis/{ApiId}/routes/{RouteId}', status: 204 };

/** DeleteRoute: a route; its integration stays. */
export const deleteRoute = defineOperation({
  name: 'DeleteRoute',
  authorization: onPath(http),
  http,
  run({ store }: ApiGatewayState, input: DeleteRouteRequest) {
    const api = store.api(input.ApiId);
    const routes = store.routes(api.ApiId);
    const { RouteId } = requireItem(routes, 'Route', input.RouteId);
    routes.delete(RouteId);
    store.changed(api.ApiId);
    return {};
  },
});
