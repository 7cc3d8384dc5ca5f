import type { DeleteAccessLogSettingsRequest } from '@aws-sdk/client-apigatewayv2';
import { defineOperation } from '../../core/operation.ts';
import { onPath } from '../authorization.ts';
import { putStage } from '../control/stages.ts';
import type { ApiGatewayState } from '../state.ts';
import { requireItem } from '../store.ts';

const http = { method: 'DELETE', path: '/v2/apis/{ApiId}/stages/{StageName}/accesslogsettings', status: 204 };

/** DeleteAccessLogSettings: ends the access log of a stage. */
export const deleteAccessLogSettings = defineOperation({
  name: 'DeleteAccessLogSettings',
  authorization: onPath(http),
  http,
  run(state: ApiGatewayState, input: DeleteAccessLogSettingsRequest) {
    const { ApiId } = state.store.api(input.ApiId);
    const before = requireItem(state.store.stages(ApiId), 'Stage', input.StageName);
    const { AccessLogSettings: _, ...stage } = before;
    putStage(state, ApiId, stage);
    return {};
  },
});
