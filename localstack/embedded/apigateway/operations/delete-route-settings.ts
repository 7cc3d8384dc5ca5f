import type { DeleteRouteSettingsRequest } from '@aws-sdk/client-apigatewayv2';
import { defineOperation } from '../../core/operation.ts';
import { onPath } from '../authorization.ts';
import { putStage } from '../control/stages.ts';
import type { ApiGatewayState } from '../state.ts';
import { requireItem } from '../store.ts';

const http = {
  method: 'DELETE',
  path: '/v2/apis/{ApiId}/stages/{StageName}/routesettings/{RouteKey}',
  status: 204,
};

/** DeleteRouteSettings: leaves a route to the default settings of a stage. */
export const deleteRouteSettings = defineOperation({
  name: 'DeleteRouteSettings',
  authorization: onPath(http),
  http,
  run(state: ApiGatewayState, input: DeleteRouteSettingsRequest) {
    const { ApiId } = state.store.api(input.ApiId);
    const stage = requireItem(state.store.stages(ApiId), 'Stage', input.StageName);
    const rest = Object.entries(stage.RouteSettings).filter(([key]) => key !== input.RouteKey);
    putStage(state, ApiId, { ...stage, RouteSettings: Object.fromEntries(rest) });
    return {};
  },
});
