import type { RevokeTokenRequest } from '@aws-sdk/client-cognito-identity-provider';
import { nothing } from '../../../core/authorization.ts';
import { AwsError } from '../../../core/errors.ts';
import { defineOperation } from '../../../core/operation.ts';
import { required } from '../../errors.ts';
import type { CognitoState } from '../../state.ts';

/** RevokeToken: ends a refresh token with all the tokens of its session. */
export const revokeToken = defineOperation({
  name: 'RevokeToken',
  authorization: nothing,
  unsigned: true,
  run({ store, tokens }: CognitoState, input: RevokeTokenRequest) {
    const client = store.client(required(input.ClientId, 'clientId'));
    const token = required(input.Token, 'token');
    if (client.secret !== undefined && input.ClientSecret !== client.secret) {
      throw new AwsError('UnauthorizedException', `Unable to verify secret for client ${client.id}`, 401);
    }
    if (client.settings.EnableTokenRevocation === false) {
      throw new AwsError('UnsupportedOperationException', 'Token revocation is not enabled for this client.');
    }
    if (token.startsWith('eyJ'))
      throw new AwsError('UnsupportedTokenTypeException', 'Unsupported token type.');
    tokens.sessions.revoke(client, token);
    return {};
  },
});
