import { AwsError } from '../../core/errors.ts';
import type { AwsResponse } from '../../core/http.ts';
import { readableAttributes } from '../auth/claims.ts';
import { attributesInScope } from '../pools/scopes.ts';
import { type Exchange, json } from './exchange.ts';

/**
 * `GET` and `POST /oauth2/userInfo`: the claims that the token's scopes allow, all as text
 * (https://docs.aws.amazon.com/cognito/latest/developerguide/userinfo-endpoint.html).
 */
export async function userInfo({ state, pool, request, form }: Exchange): Promise<AwsResponse> {
  const [, bearer] = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  const token = bearer ?? form.get('access_token');
  if (!token) return refused(400, 'invalid_request', 'Bad OAuth2 request at UserInfo Endpoint');
  try {
    const { client, user, scopes, pool: issuer } = await state.tokens.verifyAccess(token, 'openid');
    if (issuer.id !== pool.id) return refused(401, 'invalid_token', ENDED);
    const claims = attributesInScope(scopes, readableAttributes(pool, client, user));
    return json(200, {
      sub: user.attributes.sub,
      ...Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, written(value)])),
      username: user.username,
    });
  } catch (thrown) {
    if (!(thrown instanceof AwsError) || thrown.status >= 500) throw thrown;
    const lacksScope = thrown.message === 'Access Token does not have required scopes';
    return refused(401, 'invalid_token', lacksScope ? 'Access token does not contain openid scope' : ENDED);
  }
}

const ENDED = 'Access token is expired, disabled, or deleted, or the user has globally signed out.';

function refused(status: number, error: string, error_description: string): AwsResponse {
  return json(
    status,
    { error, error_description },
    {
      'www-authenticate': `Bearer error="${error}", error_description="${error_description}"`,
      'access-control-expose-headers': 'www-authenticate',
    },
  );
}

function written(value: unknown): unknown {
  return typeof value === 'boolean'
    ? String(value)
    : typeof value === 'object'
      ? JSON.stringify(value)
      : value;
}
