import type { UserPool, UserPoolClient } from '../model.ts';
import { STANDARD_SCOPES } from '../pools/scopes.ts';
import type { CognitoStore } from '../store.ts';
import { LoginPageError, OAuthError } from './errors.ts';

/** Where an application waits for the answer, once that is known to be an address of its own. */
export interface Return {
  readonly client: UserPoolClient;
  readonly redirectUri: string;
  readonly state: string | undefined;
  /** Answers with tokens travel in the fragment, which no server sees. */
  readonly implicit: boolean;
}

/** What an application asks for by `/oauth2/authorize` (RFC 6749, section 4.1.1; RFC 7636; OpenID Connect Core 1.0). */
export interface AuthorizationRequest extends Return {
  readonly scopes: readonly string[];
  readonly nonce: string | undefined;
  readonly codeChallenge: string | undefined;
  /** As they came: the pages carry them on in their own addresses. */
  readonly parameters: URLSearchParams;
}

/** Finds the application. Throws {@link LoginPageError} where there is nowhere to send a person back to. */
export function returnOf(store: CognitoStore, pool: UserPool, parameters: URLSearchParams): Return {
  const client = clientOf(store, pool, parameters.get('client_id'));
  const redirectUri = parameters.get('redirect_uri');
  if (!redirectUri) throw new LoginPageError("Required String parameter 'redirect_uri' is not present");
  if (!client.settings.CallbackURLs?.includes(redirectUri)) throw new LoginPageError('redirect_mismatch');
  return {
    client,
    redirectUri,
    state: parameters.get('state') ?? undefined,
    implicit: parameters.get('response_type') === 'token',
  };
}

/** Throws {@link LoginPageError} for a client that this pool has not. */
export function clientOf(store: CognitoStore, pool: UserPool, id: string | null): UserPoolClient {
  if (!id) throw new LoginPageError("Required String parameter 'client_id' is not present");
  const client = store.clients.get(id);
  if (client?.poolId !== pool.id) throw new LoginPageError('Client does not exist.');
  return client;
}

/** Reads the rest of a request. Throws {@link OAuthError}. */
export function authorizationRequest(to: Return, parameters: URLSearchParams): AuthorizationRequest {
  const { client } = to;
  const type = parameters.get('response_type');
  if (type !== 'code' && type !== 'token')
    throw new OAuthError('invalid_request', 'response_type is not supported');
  requireFlow(client, type === 'code' ? 'code' : 'implicit');
  return {
    ...to,
    scopes: scopesOf(client, parameters.get('scope')),
    nonce: parameters.get('nonce') ?? undefined,
    codeChallenge: codeChallengeOf(parameters),
    parameters,
  };
}

/** Throws {@link OAuthError} unless the client may use that grant. */
export function requireFlow(client: UserPoolClient, flow: 'client_credentials' | 'code' | 'implicit'): void {
  const { AllowedOAuthFlowsUserPoolClient, AllowedOAuthFlows = [] } = client.settings;
  if (!AllowedOAuthFlowsUserPoolClient || !AllowedOAuthFlows.includes(flow)) {
    throw new OAuthError('unauthorized_client');
  }
}

/** The scopes asked for; default: all that the client may ask for. Throws {@link OAuthError} for any other. */
function scopesOf(client: UserPoolClient, asked: string | null): readonly string[] {
  const allowed = client.settings.AllowedOAuthScopes ?? [];
  const scopes = [...new Set((asked ?? '').split(' ').filter(Boolean))];
  if (scopes.length === 0) return allowed;
  if (scopes.some((scope) => !allowed.includes(scope))) throw new OAuthError('invalid_scope');
  // The others say which claims an ID token has, and without `openid` there is none.
  const needsOpenId = scopes.some((scope) => ['email', 'phone', 'profile'].includes(scope));
  if (needsOpenId && !scopes.includes('openid')) throw new OAuthError('invalid_scope');
  return scopes;
}

/** The scopes of resource servers among what a client may ask for: those of `client_credentials`. */
export function customScopesOf(client: UserPoolClient): readonly string[] {
  return (client.settings.AllowedOAuthScopes ?? []).filter((scope) => !STANDARD_SCOPES.includes(scope));
}

function codeChallengeOf(parameters: URLSearchParams): string | undefined {
  const challenge = parameters.get('code_challenge');
  const method = parameters.get('code_challenge_method');
  if (challenge === null && method === null) return undefined;
  if (method !== 'S256') throw new OAuthError('invalid_request', 'Transform algorithm not supported');
  if (!/^[\w-]{43}$/.test(challenge ?? ''))
    throw new OAuthError('invalid_request', 'code_challenge is invalid');
  return challenge ?? undefined;
}

/** The address that tells an application of an error. */
export function errorRedirect({ redirectUri, state, implicit }: Return, error: OAuthError): string {
  const answer = new URLSearchParams({ error: error.code });
  if (error.description !== undefined) answer.set('error_description', error.description);
  if (state !== undefined) answer.set('state', state);
  return withAnswer(redirectUri, answer, implicit);
}

/** A callback address with an answer added to it. */
export function withAnswer(redirectUri: string, answer: URLSearchParams, inFragment: boolean): string {
  if (inFragment) return `${redirectUri}#${answer}`;
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${answer}`;
}
