import { noSuchRolePolicy } from './errors.ts';
import type { Role, RolePolicyInput } from './model.ts';
import { roleOf } from './roles.ts';
import type { IamStore } from './store.ts';
import { requiredName } from './validation.ts';

/** One of a role's inline policies. */
export interface InlinePolicy {
  readonly role: Role;
  readonly name: string;
  /** JSON text. */
  readonly document: string;
}

/** The inline policy that an input names. Throws ValidationError or NoSuchEntity. */
export function inlinePolicyOf(store: IamStore, input: RolePolicyInput): InlinePolicy {
  const role = roleOf(store, input);
  const name = policyNameOf(input);
  const document = Object.hasOwn(role.inline, name) ? role.inline[name] : undefined;
  if (document === undefined) throw noSuchRolePolicy(name);
  return { role, name, document };
}

/** The name of an inline policy. Throws ValidationError. */
export function policyNameOf({ PolicyName }: RolePolicyInput): string {
  return requiredName(PolicyName, 'policyName', 128);
}
