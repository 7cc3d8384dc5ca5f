import type { UpdateRouteRequest } from '@aws-sdk/client-apigatewayv2';
import { defineOperation } from '../../core/operation.ts';
import { onPath } from '../authorization.ts';
import { sentMembers } from '../control/changes.ts';
import { putRoute, ROUTE_SETTINGS } from '../control/routes.ts';
import { onlyMembers } from '../errors.ts';
import type { ApiGatewayState } from '../state.ts';
import { requireItem } from '../store.ts';

const http = { method: 'PATCH', path: '/v2/apis/{ApiId}/routes/{RouteId}' };

/** UpdateRoute: changes the settings that are sent. */
export const updateRoute = defineOperation({
  name: 'UpdateRoute',
  authorization: onPath(http),
  http,
  run({ store }: ApiGatewayState, { ApiId, RouteId, ...changes }: UpdateRouteRequest) {
    const api = store.api(ApiId);
    const before = requireItem(store.routes(api.ApiId), 'Route', RouteId);
    onlyMembers('UpdateRoute', changes, ROUTE_SETTINGS);
    return putRoute(store, api.ApiId, before.RouteId, { ...before, ...sentMembers(changes) });
  },
});
