import type { GetTokensFromRefreshTokenRequest } from '@aws-sdk/client-cognito-identity-provider';
import { nothing } from '../../../core/authorization.ts';
import { defineOperation } from '../../../core/operation.ts';
import { renewByRefreshToken } from '../../auth/refresh.ts';
import { notAuthorized, required } from '../../errors.ts';
import type { CognitoState } from '../../state.ts';

/** GetTokensFromRefreshToken: with another refresh token where the client rotates them. */
export const getTokensFromRefreshToken = defineOperation({
  name: 'GetTokensFromRefreshToken',
  authorization: nothing,
  unsigned: true,
  async run({ store, tokens }: CognitoState, input: GetTokensFromRefreshTokenRequest) {
    const client = store.client(required(input.ClientId, 'clientId'));
    if (client.secret !== undefined && input.ClientSecret !== client.secret) {
      throw notAuthorized(`Unable to verify secret for client ${client.id}`);
    }
    const token = required(input.RefreshToken, 'refreshToken');
    return {
      AuthenticationResult: await renewByRefreshToken({ tokens }, client, token, input.ClientMetadata),
    };
  },
});
