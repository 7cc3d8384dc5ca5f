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
  | { readonly allowed: false; readonly denied: 'identity' | 'resource'; readonly grant: Grant }
  | { readonly allowed: false; readonly denied: 'implicit' };

const IMPLICIT: Decision = { allowed: false, denied: 'implicit' };
const BY_ROOT: Decision = { allowed: true, grant: undefined };

/**
 * Decides a request within one account: an explicit deny anywhere wins, then any allow of the caller's or the
 * resource's policy, else no.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(request: AccessRequest, policies: Policies): Decision {
  const { identity } = policies;
  const byIdentity = identity === 'everything' ? undefined : askIdentity(request, identity);
  if (byIdentity?.effect === 'Deny') return { allowed: false, denied: 'identity', grant: byIdentity };
  const byResource = policies.resource && askResource(request, policies.resource);
  if (byResource?.denied) return { allowed: false, denied: 'resource', grant: byResource.denied };
  const identityAllows: Decision | undefined =
    identity === 'everything' ? BY_ROOT : byIdentity && { allowed: true, grant: byIdentity };
  if (policies.resourceDecides) {
    if (byResource?.self) return { allowed: true, grant: byResource.self };
    return byResource?.account && identityAllows ? identityAllows : IMPLICIT;
  }
  if (identityAllows) return identityAllows;
  return byResource?.self ? { allowed: true, grant: byResource.self } : IMPLICIT;
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
  readonly account?: Grant | undefined;
}

function askResource(request: AccessRequest, policy: Policy): ResourceAnswer {
  let self: Grant | undefined;
  let account: Grant | undefined;
  for (const statement of policy.about(request.action)) {
    const means = statement.principal(request.principal);
    if (means === undefined) continue;
    const grant = statement.match(request.action, request.resource, request.keys);
    if (!grant) continue;
    if (grant.effect === 'Deny') return { denied: grant };
    if (means === 'self') self ??= grant;
    else account ??= grant;
  }
  return { self, account };
}
