import type { DeleteStageRequest } from '@aws-sdk/client-apigatewayv2';
import { defineOperation } from '../../core/operation.ts';
import { onPath } from '../authorization.ts';
import type { ApiGatewayState } from '../state.ts';
import { requireItem } from '../store.ts';

const http = { method: 'DELETE', path: '/v2/apis/{ApiId}/stages/{StageName}', status: 204 };

/** DeleteStage: a stage; its deployment stays. */
export const deleteStage = defineOperation({
  name: 'DeleteStage',
  authorization: onPath(http),
  http,
  run({ store }: ApiGatewayState, input: DeleteStageRequest) {
    const api = store.api(input.ApiId);
    const stages = store.stages(api.ApiId);
    const { StageName } = requireItem(stages, 'Stage', input.StageName);
    stages.delete(StageName);
    store.changed(api.ApiId);
    return {};
  },
});
