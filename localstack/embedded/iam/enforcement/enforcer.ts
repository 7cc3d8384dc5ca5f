import type { Need, ResourcePolicy, Unchecked } from '../../core/authorization.ts';
import type { PendingCall } from '../../core/chain.ts';
import type { EmbeddedContext } from '../../core/context.ts';
import type { Origin } from '../../core/http.ts';
import type { Permissions } from '../../core/permissions.ts';
import type { Principal, Service } from '../../core/service.ts';
import { type Decision, evaluate, type Policies } from '../evaluation/evaluate.ts';
import { compilePolicy, type Policy } from '../evaluation/policy.ts';
import { PolicyError } from '../evaluation/policy-error.ts';
import { openIamStore } from '../store.ts';
import { accessDenied, explainDenial } from './denial.ts';
import { createIdentityPolicies } from './identity-policies.ts';
import { createLedger, type Ledger, type RoleUse } from './ledger.ts';
import { keysOf } from './request-keys.ts';
import { requestTags } from './request-tags.ts';

/** Decides every call, and keeps the record of what roles make of what they are granted. */
export interface Enforcer {
  /** Throws the AwsError with which AWS refuses the call. */
  authorize(call: PendingCall): void;
  readonly permissions: Permissions;
  /** What each role is granted, used and was denied. */
  report(): RoleUse[];
  reset(): void;
}

/** What {@link createEnforcer} is made of. */
export interface EnforcerOptions {
  readonly context: Pick<EmbeddedContext, 'storage' | 'clock' | 'accountId' | 'region' | 'log'>;
  /** May still grow after the enforcer was made. */
  readonly services: ReadonlyMap<string, Service>;
  /** Whether roles' policies are kept here; elsewhere they are enforced by whoever keeps them, or by nobody. */
  readonly rolesAreHere: boolean;
}

/**
 * What AWS's services write for themselves, without a policy of the account's: metrics in their own namespaces, and
 * logs by deliveries that were checked when they were set up.
 */
const VENDED = new Set([
  'cloudwatch:PutMetricData',
  'cloudwatchlogs:CreateLogStream',
  'cloudwatchlogs:PutLogEvents',
]);

const ASSUME_ROLE = 'sts:AssumeRole';
/** The owner of a bucket can always mend its policy, also one that shuts him out. */
const ROOT_ALWAYS = new Set(['s3:GetBucketPolicy', 's3:PutBucketPolicy', 's3:DeleteBucketPolicy']);
const REMEMBERED_POLICIES = 1000;

/** Creates the enforcer over IAM's own collections. */
export function createEnforcer({ context, services, rolesAreHere }: EnforcerOptions): Enforcer {
  const identities = createIdentityPolicies(openIamStore(context));
  const ledger: Ledger = createLedger();
  const prepare = createPreparer();

  function policiesFor(service: Service | undefined, principal: Principal, need: Need): Policies {
    const identity = principal.roleArn
      ? identities.of(principal.roleArn)
      : principal.service === undefined && principal.arn.endsWith(':root')
        ? 'everything'
        : [];
    const boundary = principal.roleArn === undefined ? undefined : identities.boundaryOf(principal.roleArn);
    if (need.action === ASSUME_ROLE) {
      return { identity, boundary, resource: identities.trustOf(need.resource), resourceDecides: true };
    }
    const document = service?.resourcePolicy?.(need.resource);
    const resource = document === undefined ? undefined : prepare(document);
    return {
      identity,
      boundary,
      resource,
      resourceDecides: service?.resourcePolicyDecides?.(need.resource) ?? false,
    };
  }

  function decide(
    service: Service | undefined,
    principal: Principal,
    need: Need,
    { input = {}, ...origin }: Origin & { readonly input?: object } = {},
  ): Decision {
    const role = principal.roleArn === undefined ? undefined : identities.role(principal.roleArn);
    const tags = {
      request: () => requestTags(input as Unchecked),
      resource: () => service?.tagsOf?.(need.resource) ?? {},
    };
    const keys = keysOf({ principal, need, place: context, now: context.clock.now(), origin, role, tags });
    const request = { action: need.action, resource: need.resource, principal, keys };
    const decision = evaluate(request, policiesFor(service, principal, need));
    if (decision.allowed && decision.grant && principal.roleArn)
      ledger.used(decision.grant, principal.roleArn);
    return decision;
  }

  function record(principal: Principal, need: Need, decision: Decision, operation: string): void {
    if (decision.allowed) return;
    const isNew = ledger.denied(principal.roleArn ?? principal.arn, need, operation);
    if (isNew) context.log(explainDenial(principal, need, decision));
  }

  return {
    authorize(call) {
      const { service, operation, input, principal } = call;
      const isRoot = principal.roleArn === undefined && principal.arn.endsWith(':root');
      if (isRoot && !service.resourcePolicy && operation !== 'AssumeRole') return;
      if (principal.service !== undefined && VENDED.has(`${service.name}:${operation}`)) return;
      if (principal.roleArn !== undefined && !rolesAreHere) return;
      for (const need of needsOf(service, operation, input, context)) {
        if (isRoot && ROOT_ALWAYS.has(need.action)) continue;
        const decision = decide(service, principal, need, call);
        if (decision.allowed) continue;
        record(principal, need, decision, `${service.name}:${operation}`);
        throw accessDenied(service.name, principal, need, decision);
      }
    },
    permissions: {
      refusalOf(service, principal, need) {
        if (principal.roleArn !== undefined && !rolesAreHere) return undefined;
        const decision = decide(services.get(service), principal, need);
        record(principal, need, decision, `${service}: a check of the caller`);
        return decision.allowed ? undefined : accessDenied(service, principal, need, decision);
      },
      allowsAll(principal, needs) {
        if (principal.roleArn !== undefined && !rolesAreHere) return true;
        const decisions = needs.map((need) => {
          const decision = decide(undefined, principal, need);
          record(principal, need, decision, 'a check of the role');
          return decision;
        });
        return decisions.every(({ allowed }) => allowed);
      },
      canAssume(roleArn, service, source) {
        if (!rolesAreHere) return true;
        const principal: Principal = {
          arn: service,
          service,
          accountId: source?.account ?? context.accountId,
          ...(source ? { sourceArn: source.arn } : {}),
        };
        const decision = decide(undefined, principal, { action: ASSUME_ROLE, resource: roleArn });
        record(principal, { action: ASSUME_ROLE, resource: roleArn }, decision, 'a check of the role');
        return decision.allowed;
      },
      problemOf: (policy) => problemOf(policy),
    },
    report: () =>
      ledger.report(
        [...openIamStore(context).roles.values()].map(({ Arn }) => ({
          arn: Arn,
          policies: identities.of(Arn),
        })),
      ),
    reset: () => ledger.reset(),
  };
}

function needsOf(
  service: Service,
  operation: string,
  input: object,
  place: EnforcerOptions['context'],
): readonly Need[] {
  const needs = Object.hasOwn(service.authorization, operation)
    ? service.authorization[operation]
    : undefined;
  if (!needs) throw new Error(`No permission is known that ${service.name}:${operation} needs.`);
  return needs(input as Readonly<Record<string, unknown>>, place);
}

function problemOf(policy: string): string | undefined {
  try {
    compilePolicy(policy, 'the policy');
    return undefined;
  } catch (error) {
    if (error instanceof PolicyError) return error.message;
    throw error;
  }
}

/** Prepares resource policies, each text once; a changed policy is another text. */
function createPreparer(): (document: ResourcePolicy) => Policy {
  const byText = new Map<string, Policy>();
  const byParts = new WeakMap<object, Policy>();
  return (document) => {
    if (typeof document !== 'string') {
      const known = byParts.get(document.Statement);
      if (known) return known;
      const made = compilePolicy(document, "the resource's policy");
      byParts.set(document.Statement, made);
      return made;
    }
    const known = byText.get(document);
    if (known) return known;
    if (byText.size >= REMEMBERED_POLICIES) byText.clear();
    const made = compilePolicy(document, "the resource's policy");
    byText.set(document, made);
    return made;
  };
}
