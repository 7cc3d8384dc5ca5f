import type { GetApiRequest } from '@aws-sdk/client-apigatewayv2';
import { defineOperation } from '../../core/operation.ts';
import { onPath } from '../authorization.ts';
import { describeApi } from '../control/apis.ts';
import type { ApiGatewayState } from '../state.ts';

const http = { method: 'GET', path: '/v2/apis/{ApiId}' };

/** GetApi: one API. */
export const getApi = defineOperation({
  name: 'GetApi',
  authorization: onPath(http),
  http,
  run: (state: ApiGatewayState, input: GetApiRequest) => describeApi(state, state.store.api(input.ApiId)),
});
