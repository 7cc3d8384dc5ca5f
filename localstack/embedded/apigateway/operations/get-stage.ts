import type { GetStageRequest } from '@aws-sdk/client-apigatewayv2';
import { defineOperation } from '../../core/operation.ts';
import { onPath } from '../authorization.ts';
import { describeStage } from '../control/stages.ts';
import type { ApiGatewayState } from '../state.ts';
import { requireItem } from '../store.ts';

const http = { method: 'GET', path: '/v2/apis/{ApiId}/stages/{StageName}' };

/** GetStage: one stage of an API. */
export const getStage = defineOperation({
  name: 'GetStage',
  authorization: onPath(http),
  http,
  run({ store }: ApiGatewayState, input: GetStageRequest) {
    const stages = store.stages(store.api(input.ApiId).ApiId);
    return describeStage(requireItem(stages, 'Stage', input.StageName));
  },
});
