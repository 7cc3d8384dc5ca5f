import type { UpdateIntegrationRequest } from '@aws-sdk/client-apigatewayv2';
import { defineOperation } from '../../core/operation.ts';
import { onPath } from '../authorization.ts';
import { sentMembers } from '../control/changes.ts';
import {
  INTEGRATION_SETTINGS,
  type IntegrationSettings,
  integrationSettings,
} from '../control/integrations.ts';
import { onlyMembers } from '../errors.ts';
import type { Integration } from '../model.ts';
import type { ApiGatewayState } from '../state.ts';
import { requireItem } from '../store.ts';

const http = { method: 'PATCH', path: '/v2/apis/{ApiId}/integrations/{IntegrationId}' };

/** UpdateIntegration: changes the settings that are sent. */
export const updateIntegration = defineOperation({
  name: 'UpdateIntegration',
  authorization: onPath(http),
  http,
  run({ store }: ApiGatewayState, { ApiId, IntegrationId, ...changes }: UpdateIntegrationRequest) {
    const api = store.api(ApiId);
    const integrations = store.integrations(api.ApiId);
    const before = requireItem(integrations, 'Integration', IntegrationId);
    onlyMembers('UpdateIntegration', changes, INTEGRATION_SETTINGS);
    const settings: IntegrationSettings = { ...before, ...sentMembers(changes) };
    const integration: Integration = {
      IntegrationId: before.IntegrationId,
      ...integrationSettings(settings),
    };
    integrations.set(integration.IntegrationId, integration);
    store.changed(api.ApiId);
    return integration;
  },
});
