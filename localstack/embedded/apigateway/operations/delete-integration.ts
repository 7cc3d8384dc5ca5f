import type { DeleteIntegrationRequest } from '@aws-sdk/client-apigatewayv2';
import { defineOperation } from '../../core/operation.ts';
import { onPath } from '../authorization.ts';
import { conflict } from '../errors.ts';
import type { ApiGatewayState } from '../state.ts';
import { requireItem } from '../store.ts';

const http = { method: 'DELETE', path: '/v2/apis/{ApiId}/integrations/{IntegrationId}', status: 204 };

/** DeleteIntegration: one that no route uses. */
export const deleteIntegration = defineOperation({
  name: 'DeleteIntegration',
  authorization: onPath(http),
  http,
  run({ store }: ApiGatewayState, input: DeleteIntegrationRequest) {
    const api = store.api(input.ApiId);
    const integrations = store.integrations(api.ApiId);
    const { IntegrationId } = requireItem(integrations, 'Integration', input.IntegrationId);
    const user = [...store.routes(api.ApiId).values()].find(
      (route) => route.Target === `integrations/${IntegrationId}`,
    );
    if (user) {
      throw conflict(
        `Cannot delete Integration '${IntegrationId}' because it is referenced by Route '${user.RouteKey}'.`,
      );
    }
    integrations.delete(IntegrationId);
    store.changed(api.ApiId);
    return {};
  },
});
