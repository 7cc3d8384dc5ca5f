import type { DeleteCorsConfigurationRequest } from '@aws-sdk/client-apigatewayv2';
import { defineOperation } from '../../core/operation.ts';
import { onPath } from '../authorization.ts';
import type { ApiGatewayState } from '../state.ts';

const http = { method: 'DELETE', path: '/v2/apis/{ApiId}/cors', status: 204 };

/** DeleteCorsConfiguration: leaves CORS to the integrations. */
export const deleteCorsConfiguration = defineOperation({
  name: 'DeleteCorsConfiguration',
  authorization: onPath(http),
  http,
  run({ store }: ApiGatewayState, input: DeleteCorsConfigurationRequest) {
    const { CorsConfiguration: _, ...api } = store.api(input.ApiId);
    store.apis.set(api.ApiId, api);
    store.changed(api.ApiId);
    return {};
  },
});
