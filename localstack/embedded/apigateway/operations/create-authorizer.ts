import type { CreateAuthorizerRequest } from '@aws-sdk/client-apigatewayv2';
import { defineOperation } from '../../core/operation.ts';
import { onPath } from '../authorization.ts';
import { AUTHORIZER_SETTINGS, authorizerSettings } from '../control/authorizers.ts';
import { badRequest, onlyMembers } from '../errors.ts';
import type { Authorizer } from '../model.ts';
import type { ApiGatewayState } from '../state.ts';

const http = { method: 'POST', path: '/v2/apis/{ApiId}/authorizers', status: 201 };

/** CreateAuthorizer: a JWT authorizer under a name that is free in its API; others are refused. */
export const createAuthorizer = defineOperation({
  name: 'CreateAuthorizer',
  authorization: onPath(http),
  http,
  run({ context, store }: ApiGatewayState, { ApiId, ...input }: CreateAuthorizerRequest) {
    const api = store.api(ApiId);
    onlyMembers('CreateAuthorizer', input, AUTHORIZER_SETTINGS);
    const authorizer: Authorizer = { AuthorizerId: context.random.id(6), ...authorizerSettings(input) };
    const authorizers = store.authorizers(api.ApiId);
    if ([...authorizers.values()].some(({ Name }) => Name === authorizer.Name)) {
      throw badRequest(
        `Authorizer name must be unique. Authorizer ${authorizer.Name} already exists in this API.`,
      );
    }
    authorizers.set(authorizer.AuthorizerId, authorizer);
    store.changed(api.ApiId);
    return authorizer;
  },
});
