import type { GetIntegrationRequest } from '@aws-sdk/client-apigatewayv2';
import { defineOperation } from '../../core/operation.ts';
import { onPath } from '../authorization.ts';
import type { ApiGatewayState } from '../state.ts';
import { requireItem } from '../store.ts';

const http = { method: 'GET', path: '/v2/apis/{ApiId}/integrations/{IntegrationId}' };

/** GetIntegration: one integration of an API. */
export const getIntegration = defineOperation({
  name: 'GetIntegration',
  authorization: onPath(http),
  http,
  run({ store }: ApiGatewayState, input: GetIntegrationRequest) {
    const integrations = store.integrations(store.api(input.ApiId).ApiId);
    return requireItem(integrations, 'Integration', input.IntegrationId);
  },
});
