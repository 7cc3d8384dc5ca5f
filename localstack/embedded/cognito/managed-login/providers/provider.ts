import { createLocalJWKSet } from 'jose/jwks/local';
import { jwtVerify } from 'jose/jwt/verify';
import type { IdentityProvider } from '../../model.ts';
import { OAuthError } from '../errors.ts';

/** Milliseconds that a provider may take to answer. */
const PATIENCE = 5000;

/** Seconds by which a provider's clock may differ from this one. */
const TOLERANCE = 60;

/** Where an OpenID Connect provider is reached. */
export interface ProviderEndpoints {
  readonly issuer: string;
  readonly authorizeUrl: string;
  readonly tokenUrl: string;
  readonly attributesUrl: string | undefined;
  readonly jwksUri: string;
}

/** What an identity provider says of a person. */
export type ProviderClaims = Readonly<Record<string, unknown>> & { readonly sub: string };

/** The endpoints that the pool was given, or else those that the issuer publishes. Throws {@link OAuthError}. */
export async function endpointsOf(
  ask: typeof fetch,
  { ProviderDetails }: IdentityProvider,
): Promise<ProviderEndpoints> {
  const { oidc_issuer: issuer = '', authorize_url, token_url, attributes_url, jwks_uri } = ProviderDetails;
  if (authorize_url && token_url && jwks_uri) {
    return {
      issuer,
      authorizeUrl: authorize_url,
      tokenUrl: token_url,
      attributesUrl: attributes_url,
      jwksUri: jwks_uri,
    };
  }
  const document = await asked(ask, `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  if (document.issuer !== issuer)
    throw new OAuthError('server_error', 'The identity provider is another issuer.');
  return {
    issuer,
    authorizeUrl: String(authorize_url ?? document.authorization_endpoint),
    tokenUrl: String(token_url ?? document.token_endpoint),
    attributesUrl: attributes_url ?? (document.userinfo_endpoint as string | undefined),
    jwksUri: String(jwks_uri ?? document.jwks_uri),
  };
}

/**
 * Exchanges a provider's code for what the provider says of a person: its ID token is checked by the provider's keys, and
 * what `attributes_url` has is added to it. Throws {@link OAuthError}.
 */
export async function claimsByCode(
  ask: typeof fetch,
  provider: IdentityProvider,
  proof: {
    readonly code: string;
    readonly redirectUri: string;
    readonly nonce: string;
    readonly now: number;
  },
): Promise<ProviderClaims> {
  const { client_id = '', client_secret = '', attributes_request_method = 'GET' } = provider.ProviderDetails;
  const endpoints = await endpointsOf(ask, provider);
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code: proof.code,
    redirect_uri: proof.redirectUri,
    client_id,
    client_secret,
  });
  const tokens = await asked(ask, endpoints.tokenUrl, { method: 'POST', body });
  const { payload } = await jwtVerify(String(tokens.id_token), await keysAt(ask, endpoints.jwksUri), {
    issuer: endpoints.issuer,
    audience: client_id,
    currentDate: new Date(proof.now),
    clockTolerance: TOLERANCE,
    requiredClaims: ['exp', 'iat', 'sub'],
  }).catch((cause: unknown) => {
    throw new OAuthError(
      'invalid_request',
      `The identity provider's ID token is not valid: ${(cause as Error).message}`,
    );
  });
  // One was sent, so one has to come back (OpenID Connect Core 1.0, section 3.1.3.7).
  if (payload.nonce !== proof.nonce) {
    throw new OAuthError('invalid_request', "The identity provider's ID token has another nonce.");
  }
  const { sub } = payload;
  if (!sub) throw new OAuthError('invalid_request', "The identity provider's ID token has no subject.");
  if (!endpoints.attributesUrl || typeof tokens.access_token !== 'string') return { ...payload, sub };
  const attributes = await asked(ask, endpoints.attributesUrl, {
    method: attributes_request_method,
    headers: { authorization: `Bearer ${tokens.access_token}` },
  });
  if (attributes.sub !== sub)
    throw new OAuthError('invalid_request', 'The identity provider answered for somebody else.');
  return { ...payload, ...attributes, sub };
}

/** The keys that a provider signs with. Throws {@link OAuthError} for what is no set of keys. */
async function keysAt(ask: typeof fetch, jwksUri: string): Promise<ReturnType<typeof createLocalJWKSet>> {
  const { keys } = await asked(ask, jwksUri);
  try {
    return createLocalJWKSet({ keys: Array.isArray(keys) ? keys : [] });
  } catch (cause) {
    throw new OAuthError(
      'invalid_request',
      `The identity provider's keys are no set of keys: ${(cause as Error).message}`,
    );
  }
}

async function asked(
  ask: typeof fetch,
  url: string,
  init: RequestInit = {},
): Promise<Record<string, unknown>> {
  let answer: Response;
  try {
    answer = await ask(url, { ...init, signal: AbortSignal.timeout(PATIENCE), redirect: 'error' });
  } catch (cause) {
    throw new OAuthError(
      'server_error',
      `The identity provider cannot be reached at ${url}: ${(cause as Error).message}`,
    );
  }
  const value: unknown = await answer.json().catch(() => undefined);
  if (!answer.ok || typeof value !== 'object' || value === null) {
    const { error, error_description } = (value ?? {}) as { error?: string; error_description?: string };
    const reason = error_description ?? error ?? `status ${answer.status}`;
    throw new OAuthError(
      'invalid_request',
      `The identity provider refused ${new URL(url).pathname}: ${reason}`,
    );
  }
  return value as Record<string, unknown>;
}
