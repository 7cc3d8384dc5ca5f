import type { Principal } from '../../core/service.ts';
import { PolicyError } from './policy-error.ts';

/**
 * How a resource policy's Principal means a caller: himself, the role whose session he is, which its permissions
 * boundary still limits, or his account, which then decides by its own identity policies.
 */
export type PrincipalMatch = 'self' | 'role' | 'account' | undefined;

/** Decides whether a Principal element means a caller. */
export type PrincipalMatcher = (principal: Principal) => PrincipalMatch;

const KINDS = ['AWS', 'Service', 'Federated'];

/**
 * Prepares a Principal element.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 * Throws {@link PolicyError} naming a kind of principal that does not exist here.
 */
export function compilePrincipal(element: unknown): PrincipalMatcher {
  if (element === '*') return () => 'self';
  if (typeof element !== 'object' || element === null) throw new PolicyError('Invalid principal in policy.');
  const matchers = Object.entries(element).flatMap(([kind, names]) =>
    [names].flat().map((name) => compileName(kind, name)),
  );
  return (principal) => {
    const found = matchers.map((matches) => matches(principal));
    return (['self', 'role', 'account'] as const).find((match) => found.includes(match));
  };
}

/** Whether a statement is for identities of other providers alone: nobody signs in here by them. */
export function isFederatedOnly(element: unknown): boolean {
  return typeof element === 'object' && element !== null && Object.keys(element).join() === 'Federated';
}

function compileName(kind: string, name: unknown): PrincipalMatcher {
  if (!KINDS.includes(kind) || typeof name !== 'string') {
    throw new PolicyError(`The embedded AWS does not know the principal "${kind}".`);
  }
  if (kind === 'Federated') return () => undefined;
  if (kind === 'Service') return ({ service }) => (service === name ? 'self' : undefined);
  if (name === '*') return () => 'self';
  const account = /^(?:arn:[\w-]+:iam::)?(\d{12})(?::root)?$/.exec(name)?.[1];
  if (account !== undefined) {
    return (principal) => {
      if (principal.service !== undefined || principal.accountId !== account) return undefined;
      return principal.roleArn === undefined ? 'self' : 'account';
    };
  }
  if (!name.startsWith('arn:')) throw new PolicyError(`Invalid principal in policy: "AWS":"${name}"`);
  return (principal) => {
    if (principal.arn === name) return 'self';
    return principal.roleArn === name ? 'role' : undefined;
  };
}
