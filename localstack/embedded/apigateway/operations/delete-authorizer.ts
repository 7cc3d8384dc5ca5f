import type { DeleteAuthorizerRequest } from '@aws-sdk/client-apigatewayv2';
import { defineOperation } from '../../core/operation.ts';
import { onPath } from '../authorization.ts';
import { conflict } from '../errors.ts';
import type { ApiGatewayState } from '../state.ts';
import { requireItem } from '../store.ts';

const http = { method: 'DELETE', path: '/v2/apis/{ApiId}/authorizers/{AuthorizerId}', status: 204 };

/** DeleteAuthorizer: one that no route uses. */
export const deleteAuthorizer = defineOperation({
  name: 'DeleteAuthorizer',
  authorization: onPath(http),
  http,
  run({ store }: ApiGatewayState, input: DeleteAuthorizerRequest) {
    const api = store.api(input.ApiId);
    const authorizers = store.authorizers(api.ApiId);
    const { AuthorizerId } = requireItem(authorizers, 'Authorizer', input.AuthorizerId);
    const user = [...store.routes(api.ApiId).values()].find((route) => route.AuthorizerId === AuthorizerId);
    if (user) {
      throw conflict(`Cannot delete authorizer '${AuthorizerId}', is referenced in route: ${user.RouteKey}`);
    }
    authorizers.delete(AuthorizerId);
    store.changed(api.ApiId);
    return {};
  },
});
