import type { CreateStageRequest } from '@aws-sdk/client-apigatewayv2';
import { defineOperation } from '../../core/operation.ts';
import { onPath } from '../authorization.ts';
import { putStage, stageSettings } from '../control/stages.ts';
import { badRequest, conflict } from '../errors.ts';
import type { ApiGatewayState } from '../state.ts';

const http = { method: 'POST', path: '/v2/apis/{ApiId}/stages', status: 201 };

/** CreateStage: a stage under a name that is free in its API. */
export const createStage = defineOperation({
  name: 'CreateStage',
  authorization: onPath(http),
  http,
  run(state: ApiGatewayState, { ApiId, StageName, Tags, ...input }: CreateStageRequest) {
    const { context, store } = state;
    const api = store.api(ApiId);
    if (!StageName || !/^(?:\$default|[\w-]{1,128})$/.test(StageName)) {
      throw badRequest('Stage name only allows a-zA-Z0-9_- and $default');
    }
    if (store.stages(api.ApiId).has(StageName)) throw conflict('Stage already exists');
    const now = context.clock.now();
    return putStage(state, api.ApiId, {
      StageName,
      Tags: Tags ?? {},
      createdAt: now,
      updatedAt: now,
      ...stageSettings(store, api.ApiId, input),
    });
  },
});
