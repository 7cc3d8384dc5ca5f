import type { EmbeddedContext } from '../../core/context.ts';
import type { Group, Session, User, UserPool, UserPoolClient } from '../model.ts';
import { attributesInScope, SELF_SERVICE } from '../pools/scopes.ts';
import { lifetimesOf } from '../pools/token-validity.ts';

/** A token's claims before it is signed. */
export type Claims = Record<string, unknown>;

/** Both tokens' claims. */
export interface ClaimSets {
  readonly access: Claims;
  readonly id: Claims;
}

/** The issuer of a pool's tokens, in AWS's own form wherever the pool really lives. */
export function issuerOf(region: string, poolId: string): string {
  return `https://cognito-idp.${region}.amazonaws.com/${poolId}`;
}

/**
 * The claims of a sign-in's tokens, as AWS documents them
 * (https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html).
 */
export function claimsOf(
  context: EmbeddedContext,
  pool: UserPool,
  client: UserPoolClient,
  user: User,
  session: Session,
  groups: readonly Group[],
): ClaimSets {
  const now = Math.floor(context.clock.now() / 1000);
  const lifetimes = lifetimesOf(client.settings);
  const { sub } = user.attributes;
  const common = {
    sub,
    ...(groups.length > 0 ? { 'cognito:groups': groups.map((group) => group.GroupName) } : {}),
    iss: issuerOf(context.region, pool.id),
    ...(client.settings.EnableTokenRevocation === false ? {} : { origin_jti: session.originJti }),
    event_id: context.random.uuid(),
    auth_time: session.authTime,
    iat: now,
  };
  return {
    access: {
      ...common,
      client_id: client.id,
      token_use: 'access',
      // Only tokens by OAuth say which version they are.
      ...(session.scopes ? { version: 2 } : {}),
      scope: (session.scopes ?? [SELF_SERVICE]).join(' '),
      exp: now + lifetimes.access,
      jti: context.random.uuid(),
      username: user.username,
    },
    id: {
      ...common,
      ...attributesInScope(session.scopes, readableAttributes(pool, client, user)),
      ...roleClaims(groups),
      'cognito:username': user.username,
      aud: client.id,
      token_use: 'id',
      exp: now + lifetimes.id,
      jti: context.random.uuid(),
    },
  };
}

/** The claims of a token that is a client's own: its `sub` is the client. */
export function clientClaims(
  context: EmbeddedContext,
  client: UserPoolClient,
  scopes: readonly string[],
): Claims {
  const now = Math.floor(context.clock.now() / 1000);
  return {
    sub: client.id,
    token_use: 'access',
    scope: scopes.join(' '),
    auth_time: now,
    iss: issuerOf(context.region, client.poolId),
    exp: now + lifetimesOf(client.settings).access,
    iat: now,
    version: 2,
    jti: context.random.uuid(),
    client_id: client.id,
  };
}

/** The attributes of a user that the client may read, as claims. */
export function readableAttributes(pool: UserPool, client: UserPoolClient, user: User): Claims {
  const readable = client.settings.ReadAttributes;
  const types = new Map(pool.schema.map((attribute) => [attribute.Name, attribute.AttributeDataType]));
  const claims: Claims = {};
  for (const [name, value] of Object.entries(user.attributes)) {
    if (name === 'sub') continue;
    if (name === 'identities') claims[name] = JSON.parse(value);
    else if (readable?.length && !readable.includes(name)) continue;
    else if (name === 'address') claims[name] = { formatted: value };
    else claims[name] = types.get(name) === 'Boolean' ? value === 'true' : value;
  }
  return claims;
}

/** Roles of the user's groups; the preferred one is of the single group of lowest precedence. */
function roleClaims(groups: readonly Group[]): Claims {
  const withRoles = groups.filter((group) => group.RoleArn);
  if (withRoles.length === 0) return {};
  const ranked = withRoles.filter((group) => group.Precedence !== undefined);
  const lowest = Math.min(...ranked.map((group) => group.Precedence ?? 0));
  const preferred = new Set(
    ranked.filter((group) => group.Precedence === lowest).map((group) => group.RoleArn),
  );
  const [only] = preferred.size === 1 ? preferred : withRoles.length === 1 ? [withRoles[0]?.RoleArn] : [];
  return {
    'cognito:roles': withRoles.map((group) => group.RoleArn),
    ...(only === undefined ? {} : { 'cognito:preferred_role': only }),
  };
}
