import type { Need, Place } from '../../core/authorization.ts';
import type { Origin } from '../../core/http.ts';
import type { Principal } from '../../core/service.ts';
import { tagAskedFor } from '../evaluation/condition-keys.ts';
import type { KeyLookup } from '../evaluation/template.ts';
import type { Role } from '../model.ts';

/** What the values of a request's condition keys are read from. */
export interface RequestFacts {
  readonly principal: Principal;
  readonly need: Need;
  readonly place: Place;
  /** Emulated milliseconds since the epoch. */
  readonly now: number;
  readonly origin: Origin;
  /** The caller's role, for its tags and its id. */
  readonly role: Role | undefined;
  /** The tags that the request gives, and those that its resource has, each read when asked for. */
  readonly tags: { request(): Tags; resource(): Tags };
}

type Tags = Readonly<Record<string, string>>;

const TAG = 'aws:principaltag/';

/**
 * The values of a request's condition keys, each read when it is asked for.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function keysOf(facts: RequestFacts): KeyLookup {
  return (key) => {
    const value = key.startsWith('aws:') ? globalKey(key, facts) : serviceKey(key, facts);
    if (value === undefined) return undefined;
    return typeof value === 'string' ? [value] : value;
  };
}

function serviceKey(key: string, { need, principal }: RequestFacts): string | readonly string[] | undefined {
  return key === 'kms:viaservice' ? principal.viaService : need.conditions?.[key];
}

function globalKey(key: string, facts: RequestFacts): string | undefined {
  const asked = tagAskedFor(key);
  if (asked) return tagNamed(facts.tags[asked.of](), asked.tag);
  const { principal, place, now, role } = facts;
  const isService = principal.service !== undefined;
  if (key.startsWith(TAG)) {
    return role?.tags.find((tag) => tag.Key.toLowerCase() === key.slice(TAG.length))?.Value;
  }
  switch (key) {
    case 'aws:currenttime':
      return new Date(now).toISOString();
    case 'aws:epochtime':
      return String(Math.floor(now / 1000));
    // AWS's endpoints take TLS only; the emulator's port stands for them behind the TLS.
    case 'aws:securetransport':
      return 'true';
    case 'aws:requestedregion':
      return place.region;
    case 'aws:resourceaccount':
      return place.accountId;
    case 'aws:sourceip':
      return isService ? undefined : facts.origin.sourceIp;
    case 'aws:viaawsservice':
      return String(principal.viaService !== undefined);
    case 'aws:principalisawsservice':
      return String(isService);
    case 'aws:principalservicename':
      return principal.service;
    case 'aws:sourcearn':
      return principal.sourceArn;
    case 'aws:sourceaccount':
      return isService && principal.sourceArn !== undefined ? principal.accountId : undefined;
    default:
      return isService ? undefined : callerKey(key, principal, role);
  }
}

/** Tags' names are compared without regard to case when they stand in a condition key. */
function tagNamed(tags: Tags, name: string): string | undefined {
  return Object.entries(tags).find(([key]) => key.toLowerCase() === name)?.[1];
}

/** Keys that only a role or the root user has. */
function callerKey(key: string, principal: Principal, role: Role | undefined): string | undefined {
  switch (key) {
    case 'aws:principalaccount':
      return principal.accountId;
    case 'aws:principalarn':
      return principal.roleArn ?? principal.arn;
    case 'aws:principaltype':
      return principal.roleArn === undefined ? 'Account' : 'AssumedRole';
    case 'aws:userid':
      if (principal.roleArn === undefined) return principal.accountId;
      return role && `${role.RoleId}:${principal.arn.slice(principal.arn.lastIndexOf('/') + 1)}`;
    default:
      return undefined;
  }
}
