import type { DeleteApiRequest } from '@aws-sdk/client-apigatewayv2';
import { defineOperation } from '../../core/operation.ts';
import { onPath } from '../authorization.ts';
import type { ApiGatewayState } from '../state.ts';

const http = { method: 'DELETE', path: '/v2/apis/{ApiId}', status: 204 };

/** DeleteApi: an API with all that belongs to it. */
export const deleteApi = defineOperation({
  name: 'DeleteApi',
  authorization: onPath(http),
  http,
  run({ store }: ApiGatewayState, input: DeleteApiRequest) {
    store.drop(store.api(input.ApiId).ApiId);
    return {};
  },
});
