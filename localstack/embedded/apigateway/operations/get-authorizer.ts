import type { GetAuthorizerRequest } from '@aws-sdk/client-apigatewayv2';
import { defineOperation } from '../../core/operation.ts';
import { onPath } from '../authorization.ts';
import type { ApiGatewayState } from '../state.ts';
import { requireItem } from '../store.ts';

const http = { method: 'GET', path: '/v2/apis/{ApiId}/authorizers/{AuthorizerId}' };

/** GetAuthorizer: one authorizer of an API. */
export const getAuthorizer = defineOperation({
  name: 'GetAuthorizer',
  authorization: onPath(http),
  http,
  run({ store }: ApiGatewayState, input: GetAuthorizerRequest) {
    const authorizers = store.authorizers(store.api(input.ApiId).ApiId);
    return requireItem(authorizers, 'Authorizer', input.AuthorizerId);
  },
});
