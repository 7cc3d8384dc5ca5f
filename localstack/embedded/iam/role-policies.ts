import type { Operation } from '../core/service.ts';
import { encodeRfc3986 } from '../protocol/canonical.ts';
import { limitExceeded, noSuchRolePolicy, notAttached, validationError } from './errors.ts';
import type { IamStore, Role } from './model.ts';
import { checkPolicyDocument } from './policy-document.ts';
import { requiredName } from './validation.ts';

interface RolePolicyInput {
  readonly RoleName?: string;
  readonly PolicyName?: string;
  readonly PolicyDocument?: string;
  readonly PolicyArn?: string;
}

/** The sum of a role's inline policies, in characters. */
const INLINE_LIMIT = 10_240;
const ATTACHED_LIMIT = 10;

/** The operations on a role's inline policies, and on its bonds to managed ones. */
export function rolePolicyOperations(store: IamStore): Record<string, Operation> {
  const roleOf = (input: RolePolicyInput) => store.role(requiredName(input.RoleName, 'roleName', 64));
  const nameOf = (input: RolePolicyInput) => requiredName(input.PolicyName, 'policyName', 128);
  const replace = (role: Role) => store.roles.set(role.RoleName, role);

  function inlineOf(input: RolePolicyInput) {
    const role = roleOf(input);
    const name = nameOf(input);
    const document = Object.hasOwn(role.inline, name) ? role.inline[name] : undefined;
    if (document === undefined) throw noSuchRolePolicy(name);
    return { role, name, document };
  }

  return {
    PutRolePolicy(input: RolePolicyInput) {
      const role = roleOf(input);
      const name = nameOf(input);
      const owner = `role ${role.RoleName}`;
      const document = checkPolicyDocument(input.PolicyDocument, 'identity', INLINE_LIMIT, owner);
      const inline = { ...role.inline, [name]: document };
      const size = Object.values(inline).reduce(
        (sum, text) => sum + JSON.stringify(JSON.parse(text)).length,
        0,
      );
      if (size > INLINE_LIMIT)
        throw limitExceeded(`Maximum policy size of ${INLINE_LIMIT} bytes exceeded for ${owner}`);
      replace({ ...role, inline });
      return {};
    },
    GetRolePolicy(input: RolePolicyInput) {
      const { role, name, document } = inlineOf(input);
      return { RoleName: role.RoleName, PolicyName: name, PolicyDocument: encodeRfc3986(document) };
    },
    ListRolePolicies: (input: RolePolicyInput) => ({
      PolicyNames: Object.keys(roleOf(input).inline),
      IsTruncated: false,
    }),
    DeleteRolePolicy(input: RolePolicyInput) {
      const { role, name } = inlineOf(input);
      const { [name]: _, ...inline } = role.inline;
      replace({ ...role, inline });
      return {};
    },
    AttachRolePolicy(input: RolePolicyInput) {
      const role = roleOf(input);
      const { Arn } = store.policy(requiredArn(input.PolicyArn));
      if (role.attached.includes(Arn)) return {};
      if (role.attached.length >= ATTACHED_LIMIT) {
        throw limitExceeded(`Cannot exceed quota for PoliciesPerRole: ${ATTACHED_LIMIT}`);
      }
      replace({ ...role, attached: [...role.attached, Arn] });
      return {};
    },
    DetachRolePolicy(input: RolePolicyInput) {
      const role = roleOf(input);
      const arn = requiredArn(input.PolicyArn);
      if (!role.attached.includes(arn)) throw notAttached(arn);
      replace({ ...role, attached: role.attached.filter((attached) => attached !== arn) });
      return {};
    },
    ListAttachedRolePolicies: (input: RolePolicyInput) => ({
      AttachedPolicies: roleOf(input).attached.map((arn) => ({
        PolicyName: store.policy(arn).PolicyName,
        PolicyArn: arn,
      })),
      IsTruncated: false,
    }),
  };
}

/** An ARN, as far as IAM looks at it before it looks it up. */
export function requiredArn(arn: unknown): string {
  if (typeof arn !== 'string' || !/^arn:[^:]*:iam:[^:]*:[^:]*:policy\/.+$/.test(arn)) {
    throw validationError(`ARN ${arn ?? ''} is not valid.`);
  }
  return arn;
}
