import { defineOperation } from '../../core/operation.ts';
import { onRole } from '../authorization.ts';
import type { RoleInput } from '../model.ts';
import { roleOf } from '../roles.ts';
import type { IamState } from '../store.ts';

/** ListAttachedRolePolicies. */
export const listAttachedRolePolicies = defineOperation({
  name: 'ListAttachedRolePolicies',
  authorization: onRole('ListAttachedRolePolicies'),
  run: ({ store }: IamState, input: RoleInput) => ({
    AttachedPolicies: roleOf(store, input).attached.map((arn) => ({
      PolicyName: store.policy(arn).PolicyName,
      PolicyArn: arn,
    })),
    IsTruncated: false,
  }),
});
