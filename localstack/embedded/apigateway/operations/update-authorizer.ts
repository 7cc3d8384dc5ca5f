import type { UpdateAuthorizerRequest } from '@aws-sdk/client-apigatewayv2';
import { defineOperation } from '../../core/operation.ts';
import { onPath } from '../authorization.ts';
import { AUTHORIZER_SETTINGS, authorizerSettings } from '../control/authorizers.ts';
import { sentMembers } from '../control/changes.ts';
import { onlyMembers } from '../errors.ts';
import type { Authorizer } from '../model.ts';
import type { ApiGatewayState } from '../state.ts';
import { requireItem } from '../store.ts';

const http = { method: 'PATCH', path: '/v2/apis/{ApiId}/authorizers/{AuthorizerId}' };

/** UpdateAuthorizer: changes the settings that are sent. */
export const updateAuthorizer = defineOperation({
  name: 'UpdateAuthorizer',
  authorization: onPath(http),
  http,
  run({ store }: ApiGatewayState, { ApiId, AuthorizerId, ...changes }: UpdateAuthorizerRequest) {
    const api = store.api(ApiId);
    const authorizers = store.authorizers(api.ApiId);
    const before = requireItem(authorizers, 'Authorizer', AuthorizerId);
    onlyMembers('UpdateAuthorizer', changes, AUTHORIZER_SETTINGS);
    const authorizer: Authorizer = {
      AuthorizerId: before.AuthorizerId,
      ...authorizerSettings({ ...before, ...sentMembers(changes) }),
    };
    authorizers.set(authorizer.AuthorizerId, authorizer);
    store.changed(api.ApiId);
    return authorizer;
  },
});
