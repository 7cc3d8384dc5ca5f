import type { CreateIntegrationRequest } from '@aws-sdk/client-apigatewayv2';
import { defineOperation } from '../../core/operation.ts';
import { onPath } from '../authorization.ts';
import { INTEGRATION_SETTINGS, integrationSettings } from '../control/integrations.ts';
import { onlyMembers } from '../errors.ts';
import type { Integration } from '../model.ts';
import type { ApiGatewayState } from '../state.ts';

const http = { method: 'POST', path: '/v2/apis/{ApiId}/integrations', status: 201 };

/** CreateIntegration: a Lambda proxy integration of payload format 2.0; others are refused. */
export const createIntegration = defineOperation({
  name: 'CreateIntegration',
  authorization: onPath(http),
  http,
  run({ context, store }: ApiGatewayState, { ApiId, ...input }: CreateIntegrationRequest) {
    const api = store.api(ApiId);
    onlyMembers('CreateIntegration', input, INTEGRATION_SETTINGS);
    const integration: Integration = { IntegrationId: context.random.id(7), ...integrationSettings(input) };
    store.integrations(api.ApiId).set(integration.IntegrationId, integration);
    store.changed(api.ApiId);
    return integration;
  },
});
