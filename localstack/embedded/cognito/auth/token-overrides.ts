import type { ClaimSets, Claims } from './claims.ts';

/** Claims that no trigger may touch (https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html). */
const PROTECTED: ReadonlySet<string> = new Set([
  'acr',
  'amr',
  'at_hash',
  'aud',
  'auth_time',
  'azp',
  'client_id',
  'cognito:username',
  'event_id',
  'exp',
  'iat',
  'iss',
  'jti',
  'nbf',
  'nonce',
  'origin_jti',
  'sub',
  'token_use',
  'username',
]);

interface Overrides {
  readonly claimsToAddOrOverride?: Readonly<Record<string, unknown>> | null;
  readonly claimsToSuppress?: readonly string[] | null;
}

interface AccessOverrides extends Overrides {
  readonly scopesToAdd?: readonly string[] | null;
  readonly scopesToSuppress?: readonly string[] | null;
}

interface GroupOverrides {
  readonly groupsToOverride?: readonly string[] | null;
}

/** The answers of version 1 and 2 of the PreTokenGeneration trigger. */
export interface TokenOverrides {
  readonly claimsOverrideDetails?:
    | (Overrides & { readonly groupOverrideDetails?: GroupOverrides | null })
    | null;
  readonly claimsAndScopeOverrideDetails?: {
    readonly idTokenGeneration?: Overrides | null;
    readonly accessTokenGeneration?: AccessOverrides | null;
    readonly groupOverrideDetails?: GroupOverrides | null;
  } | null;
}

/** Applies what a PreTokenGeneration trigger answered; version 1 changes the ID token's claims only. */
export function applyOverrides(claims: ClaimSets, answer: TokenOverrides): ClaimSets {
  const one = answer.claimsOverrideDetails;
  const two = answer.claimsAndScopeOverrideDetails;
  const groups = (one?.groupOverrideDetails ?? two?.groupOverrideDetails)?.groupsToOverride;
  const id = overridden(withGroups(claims.id, groups), one ?? two?.idTokenGeneration);
  const access = withScopes(
    overridden(withGroups(claims.access, groups), two?.accessTokenGeneration),
    two?.accessTokenGeneration,
  );
  return { access, id };
}

function withGroups(claims: Claims, groups: readonly string[] | null | undefined): Claims {
  if (!groups) return claims;
  const { 'cognito:groups': _, ...rest } = claims;
  return groups.length > 0 ? { ...rest, 'cognito:groups': [...groups] } : rest;
}

function overridden(claims: Claims, overrides: Overrides | null | undefined): Claims {
  if (!overrides) return claims;
  const suppressed = new Set((overrides.claimsToSuppress ?? []).filter((name) => !PROTECTED.has(name)));
  const added = Object.entries(overrides.claimsToAddOrOverride ?? {}).filter(
    ([name]) => !PROTECTED.has(name),
  );
  return {
    ...Object.fromEntries(Object.entries(claims).filter(([name]) => !suppressed.has(name))),
    ...Object.fromEntries(added),
  };
}

function withScopes(claims: Claims, overrides: AccessOverrides | null | undefined): Claims {
  if (!overrides?.scopesToAdd && !overrides?.scopesToSuppress) return claims;
  const scopes = new Set(String(claims.scope ?? '').split(' '));
  for (const scope of overrides.scopesToSuppress ?? []) scopes.delete(scope);
  for (const scope of overrides.scopesToAdd ?? []) scopes.add(scope);
  return { ...claims, scope: [...scopes].filter(Boolean).join(' ') };
}
