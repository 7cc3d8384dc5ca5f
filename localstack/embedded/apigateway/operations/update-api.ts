import type { UpdateApiRequest } from '@aws-sdk/client-apigatewayv2';
import { defineOperation } from '../../core/operation.ts';
import { onPath } from '../authorization.ts';
import { API_SETTINGS, describeApi, requireCors, routeSelection } from '../control/apis.ts';
import { sentMembers } from '../control/changes.ts';
import { onlyMembers } from '../errors.ts';
import type { Api } from '../model.ts';
import type { ApiGatewayState } from '../state.ts';

const http = { method: 'PATCH', path: '/v2/apis/{ApiId}' };

/** UpdateApi: changes the settings that are sent. */
export const updateApi = defineOperation({
  name: 'UpdateApi',
  authorization: onPath(http),
  http,
  run(state: ApiGatewayState, { ApiId, ...changes }: UpdateApiRequest) {
    const { store } = state;
    const before = store.api(ApiId);
    onlyMembers('UpdateApi', changes, API_SETTINGS);
    requireCors(changes.CorsConfiguration);
    routeSelection(changes.RouteSelectionExpression);
    const api: Api = { ...before, ...sentMembers(changes) };
    store.apis.set(api.ApiId, api);
    store.changed(api.ApiId);
    return describeApi(state, api);
  },
});
