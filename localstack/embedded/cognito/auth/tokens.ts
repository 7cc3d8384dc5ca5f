import { createHash, createPublicKey } from 'node:crypto';
import type { AuthenticationResultType } from '@aws-sdk/client-cognito-identity-provider';
import type { JWTPayload } from 'jose';
import { JWTExpired } from 'jose/errors';
import { decodeJwt } from 'jose/jwt/decode';
import { SignJWT } from 'jose/jwt/sign';
import { jwtVerify } from 'jose/jwt/verify';
import type { EmbeddedContext } from '../../core/context.ts';
import { notAuthorized, userNotFound } from '../errors.ts';
import type { Grant, Group, Session, User, UserPool, UserPoolClient } from '../model.ts';
import { SELF_SERVICE } from '../pools/scopes.ts';
import { lifetimesOf } from '../pools/token-validity.ts';
import type { CognitoStore } from '../store.ts';
import { type ClaimSets, type Claims, claimsOf, clientClaims, issuerOf } from './claims.ts';
import type { SigningKeys } from './keys.ts';
import type { Sessions } from './sessions.ts';
import { applyOverrides } from './token-overrides.ts';
import type { Triggers } from './triggers.ts';

/** Why tokens are made, in the words of the PreTokenGeneration trigger. */
export type TokenSource = 'Authentication' | 'HostedAuth' | 'NewPasswordChallenge' | 'RefreshTokens';

/** Whose access token a call came with. */
export interface Bearer {
  readonly pool: UserPool;
  readonly client: UserPoolClient;
  readonly user: User;
  readonly scopes: readonly string[];
}

/** A pool's tokens: issued, refreshed, and checked where Cognito itself is called with one. */
export interface Tokens {
  readonly sessions: Sessions;
  /** Opens a session: access, ID and refresh token; no ID token where a grant of OAuth lacks `openid`. */
  signIn(
    client: UserPoolClient,
    user: User,
    source: TokenSource,
    metadata?: Record<string, string>,
    grant?: Grant,
  ): Promise<AuthenticationResultType>;
  /** New access and ID tokens of a session. */
  renew(
    client: UserPoolClient,
    session: Session,
    metadata?: Record<string, string>,
  ): Promise<AuthenticationResultType>;
  /** An access token of the client's own, by OAuth's grant `client_credentials`. */
  ofClient(client: UserPoolClient, scopes: readonly string[]): Promise<AuthenticationResultType>;
  /**
   * Throws NotAuthorizedException for any token that is not a live access token of a pool here with `scope`; default:
   * that of users who manage themselves.
   */
  verifyAccess(token: string | undefined, scope?: string): Promise<Bearer>;
}

/** Wires tokens to keys, sessions and triggers. */
export function createTokens(
  context: EmbeddedContext,
  store: CognitoStore,
  keys: SigningKeys,
  sessions: Sessions,
  triggers: Triggers,
): Tokens {
  async function sign(poolId: string, claims: Claims): Promise<string> {
    const key = await keys.get(poolId);
    return new SignJWT(claims as JWTPayload)
      .setProtectedHeader({ kid: key.kid, alg: 'RS256' })
      .sign(key.privateKey);
  }

  async function result(
    client: UserPoolClient,
    user: User,
    session: Session,
    source: TokenSource,
    metadata: Record<string, string> | undefined,
    nonce?: string,
  ): Promise<AuthenticationResultType> {
    const pool = store.pool(client.poolId);
    context.meter.addDistinct('cognitoidentityprovider', 'activeUsers', pool.id, user.username);
    const groups = user.groups
      .map((name) => store.groups(pool.id).get(name))
      .filter((group) => group !== undefined);
    const plain = claimsOf(context, pool, client, user, session, groups);
    const claims = await overrides(pool, client, user, groups, plain, source, metadata);
    const ExpiresIn = lifetimesOf(client.settings).access;
    if (session.scopes) return byOAuth(pool, session.scopes, claims, ExpiresIn, nonce);
    const [AccessToken, IdToken] = await Promise.all([
      sign(pool.id, claims.access),
      sign(pool.id, claims.id),
    ]);
    return { AccessToken, IdToken, TokenType: 'Bearer', ExpiresIn };
  }

  /** The ID token names the access token that it came with (OpenID Connect Core 1.0, section 3.1.3.6). */
  async function byOAuth(
    pool: UserPool,
    scopes: readonly string[],
    claims: ClaimSets,
    ExpiresIn: number,
    nonce: string | undefined,
  ): Promise<AuthenticationResultType> {
    const AccessToken = await sign(pool.id, claims.access);
    if (!scopes.includes('openid')) return { AccessToken, TokenType: 'Bearer', ExpiresIn };
    const at_hash = createHash('sha256').update(AccessToken).digest().subarray(0, 16).toString('base64url');
    const own = nonce === undefined ? { at_hash } : { at_hash, nonce };
    return {
      AccessToken,
      IdToken: await sign(pool.id, { ...claims.id, ...own }),
      TokenType: 'Bearer',
      ExpiresIn,
    };
  }

  async function overrides(
    pool: UserPool,
    client: UserPoolClient,
    user: User,
    groups: readonly Group[],
    claims: ClaimSets,
    source: TokenSource,
    metadata: Record<string, string> | undefined,
  ): Promise<ClaimSets> {
    const second = pool.settings.LambdaConfig?.PreTokenGenerationConfig?.LambdaVersion === 'V2_0';
    const answer = await triggers.fire(pool, 'PreTokenGeneration', user, {
      source: `TokenGeneration_${source}`,
      clientId: client.id,
      version: second ? '2' : '1',
      request: {
        groupConfiguration: {
          groupsToOverride: user.groups,
          iamRolesToOverride: groups.flatMap((group) => group.RoleArn ?? []),
          preferredRole: claims.id['cognito:preferred_role'] ?? null,
        },
        ...(second ? { scopes: String(claims.access.scope).split(' ') } : {}),
        ...(metadata ? { clientMetadata: metadata } : {}),
      },
      response: second ? { claimsAndScopeOverrideDetails: null } : { claimsOverrideDetails: null },
    });
    return answer ? applyOverrides(claims, answer) : claims;
  }

  return {
    sessions,

    async signIn(client, user, source, metadata, grant) {
      const { session, refreshToken } = sessions.open(client, user, grant);
      const tokens = await result(client, user, session, source, metadata, grant?.nonce);
      return { ...tokens, RefreshToken: refreshToken };
    },

    async renew(client, session, metadata) {
      const user = store.users(client.poolId).find(session.username);
      if (!user) throw notAuthorized('Invalid Refresh Token');
      if (!user.enabled) throw notAuthorized('User is disabled.');
      return result(client, user, session, 'RefreshTokens', metadata);
    },

    async ofClient(client, scopes) {
      const AccessToken = await sign(client.poolId, clientClaims(context, client, scopes));
      return { AccessToken, TokenType: 'Bearer', ExpiresIn: lifetimesOf(client.settings).access };
    },

    async verifyAccess(token, scope = SELF_SERVICE) {
      const claims = await verifiedClaims(context, store, keys, token ?? '');
      const client = store.clients.get(String(claims.client_id));
      if (claims.token_use !== 'access' || !client) throw notAuthorized('Invalid Access Token');
      const pool = store.pool(client.poolId);
      const { origin_jti: originJti, iat = 0 } = claims;
      const user = store.users(pool.id).find(String(claims.username));
      if (!user || user.attributes.sub !== claims.sub) throw userNotFound();
      const signedOut = originJti === undefined && iat * 1000 < user.signedOutAt;
      if (signedOut || sessions.isRevoked(pool.id, String(originJti))) {
        throw notAuthorized('Access Token has been revoked');
      }
      if (!user.enabled) throw notAuthorized('User is disabled.');
      const scopes = String(claims.scope).split(' ');
      if (!scopes.includes(scope)) throw notAuthorized('Access Token does not have required scopes');
      return { pool, client, user, scopes };
    },
  };
}

async function verifiedClaims(
  context: EmbeddedContext,
  store: CognitoStore,
  keys: SigningKeys,
  token: string,
): Promise<JWTPayload> {
  try {
    const poolId = decodeJwt(token).iss?.split('/').at(-1) ?? '';
    if (!store.pools.has(poolId)) throw notAuthorized('Invalid Access Token');
    const { publicJwk } = await keys.get(poolId);
    const { payload } = await jwtVerify(token, createPublicKey({ key: publicJwk, format: 'jwk' }), {
      algorithms: ['RS256'],
      issuer: issuerOf(context.region, poolId),
      currentDate: new Date(context.clock.now()),
    });
    return payload;
  } catch (cause) {
    if (cause instanceof JWTExpired) throw notAuthorized('Access Token has expired');
    throw notAuthorized('Invalid Access Token');
  }
}
