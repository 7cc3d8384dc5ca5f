import type { Principal } from '../../core/service.ts';
import type { Grant, Policy } from './policy.ts';
import type { KeyLookup } from './template.ts';

/** Who asks for what. */
export interface AccessRequest {
  readonly action: string;
  readonly resource: string;
  readonly principal: Principal;
  readonly keys: KeyLookup;
}

/** The policies that have a say. */
export interface Policies {
  /** Of the caller; `everything` for the account's root user. */
  readonly identity: readonly Policy[] | 'everything';
  /** The caller's permissions boundary, which gives nothing and limits the rest; absent: unbounded. */
  readonly boundary?: Policy | undefined;
  /** Of the resource, where it has one. */
  readonly resource?: Policy | undefined;
  /**
   * Whether the resource's policy alone admits callers, as with the trust policy of a role and the policy of a key:
   * identity policies then count only where it hands the decision to the account.
   */
  readonly resourceDecides?: boolean;
}

/** What came of it, and by which statement. */
export type Decision =
  | { readonly allowed: true; readonly grant: Grant | undefined }
  | { readonly allowed: false; readonly denied: 'identity' | 'boundary' | 'resource'; readonly grant: Grant }
  | { readonly allowed: false; readonly denied: 'implicit' | 'out-of-bounds' };

const IMPLICIT: Decision = { allowed: false, denied: 'implicit' };
/** Some policy allows it, and the boundary does not. */
const OUT_OF_BOUNDS: Decision = { allowed: false, denied: 'out-of-bounds' };
const BY_ROOT: Decision = { allowed: true, grant: undefined };

/**
 * Decides a request within one account: an explicit deny anywhere wins, then any allow of the caller's or the
 * resource's policy, else no. A permissions boundary has to allow too what the caller's own policies allow, and what a
 * resource's policy allows his role; what that allows his session, or everybody, it does not limit.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function evaluate(request: AccessRequest, policies: Policies): Decision {
  const { identity, boundary } = policies;
  const byIdentity = identity === 'everything' ? undefined : askIdentity(request, identity);
  if (byIdentity?.effect === 'Deny') return { allowed: false, denied: 'identity', grant: byIdentity };
  const byBoundary = boundary && askIdentity(request, [boundary]);
  if (byBoundary?.effect === 'Deny') return { allowed: false, denied: 'boundary', grant: byBoundary };
  const byResource = policies.resource && askResource(request, policies.resource, boundary !== undefined);
  if (byResource?.denied) return { allowed: false, denied: 'resource', grant: byResource.denied };
  if (byResource?.self) {
    const identitySuffices = byIdentity && !policies.resourceDecides && (!boundary || byBoundary);
    return { allowed: true, grant: identitySuffices ? byIdentity : byResource.self };
  }
  const bounded = (decision: Decision): Decision => (boundary && !byBoundary ? OUT_OF_BOUNDS : decision);
  const identityAllows: Decision | undefined =
    identity === 'everything' ? BY_ROOT : byIdentity && { allowed: true, grant: byIdentity };
  if (identityAllows && (!policies.resourceDecides || byResource?.account)) return bounded(identityAllows);
  return byResource?.role ? bounded({ allowed: true, grant: byResource.role }) : IMPLICIT;
}

/** The deny that forbids, else the first allow. */
function askIdentity(request: AccessRequest, policies: readonly Policy[]): Grant | undefined {
  let allow: Grant | undefined;
  for (const policy of policies) {
    for (const statement of policy.about(request.action)) {
      if (statement.effect === 'Allow' && allow) continue;
      const grant = statement.match(request.action, request.resource, request.keys);
      if (grant?.effect === 'Deny') return grant;
      allow ??= grant;
    }
  }
  return allow;
}

interface ResourceAnswer {
  readonly denied?: Grant;
  readonly self?: Grant | undefined;
  readonly role?: Grant | undefined;
  readonly account?: Grant | undefined;
}

/**
 * A deny with `NotPrincipal` means every caller who has a boundary, also one that it excepts (IAM User Guide,
 * «Permissions boundaries for IAM entities»).
 */
function askResource(request: AccessRequest, policy: Policy, isBounded: boolean): ResourceAnswer {
  const found: { self?: Grant; role?: Grant; account?: Grant } = {};
  for (const statement of policy.about(request.action)) {
    const meansAll = isBounded && statement.excepts && statement.effect === 'Deny';
    const means = meansAll ? 'self' : statement.principal(request.principal);
    if (means === undefined) continue;
    const grant = statement.match(request.action, request.resource, request.keys);
    if (!grant) continue;
    if (grant.effect === 'Deny') return { denied: grant };
    found[means] ??= grant;
  }
  return found;
}
