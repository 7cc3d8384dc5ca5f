import { AwsError } from '../../core/errors.ts';
import type { AwsResponse } from '../../core/http.ts';
import { callAsApplication } from './call.ts';
import { authenticatedClient } from './client-authentication.ts';
import { OAuthError } from './errors.ts';
import { type Exchange, json } from './exchange.ts';

/**
 * `POST /oauth2/revoke`: ends a refresh token and all that was made from it
 * (https://docs.aws.amazon.com/cognito/latest/developerguide/revocation-endpoint.html). Throws {@link OAuthError}.
 */
export async function revoke(exchange: Exchange): Promise<AwsResponse> {
  const Token = exchange.form.get('token');
  if (!Token) throw new OAuthError('invalid_request');
  const client = authenticatedClient(exchange);
  try {
    await callAsApplication(exchange.state, 'RevokeToken', {
      ClientId: client.id,
      ClientSecret: client.secret,
      Token,
    });
  } catch (thrown) {
    if (!(thrown instanceof AwsError) || thrown.status >= 500) throw thrown;
    const isType = thrown.code === 'UnsupportedTokenTypeException';
    throw new OAuthError(isType ? 'unsupported_token_type' : 'invalid_request', thrown.message);
  }
  return { ...json(200, {}), body: '' };
}
