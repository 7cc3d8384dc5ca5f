import type { UpdateStageRequest } from '@aws-sdk/client-apigatewayv2';
import { defineOperation } from '../../core/operation.ts';
import { onPath } from '../authorization.ts';
import { sentMembers } from '../control/changes.ts';
import { putStage, STAGE_SETTINGS, type StageSettings, stageSettings } from '../control/stages.ts';
import type { ApiGatewayState } from '../state.ts';
import { requireItem } from '../store.ts';

const http = { method: 'PATCH', path: '/v2/apis/{ApiId}/stages/{StageName}' };

/** UpdateStage: changes the settings that are sent. */
export const updateStage = defineOperation({
  name: 'UpdateStage',
  authorization: onPath(http),
  http,
  run(state: ApiGatewayState, { ApiId, StageName, ...changes }: UpdateStageRequest) {
    const { context, store } = state;
    const api = store.api(ApiId);
    const before = requireItem(store.stages(api.ApiId), 'Stage', StageName);
    const settings = stageSettings(store, api.ApiId, {
      ...Object.fromEntries(STAGE_SETTINGS.map((member) => [member, before[member]])),
      ...sentMembers(changes),
    } as StageSettings);
    return putStage(state, api.ApiId, { ...before, ...settings, updatedAt: context.clock.now() });
  },
});
