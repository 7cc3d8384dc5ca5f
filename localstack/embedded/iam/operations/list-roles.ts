import { defineOperation } from '../../core/operation.ts';
import { listedRole } from '../roles.ts';
import type { IamState } from '../store.ts';

/** ListRoles. */
export const listRoles = defineOperation({
  name: 'ListRoles',
  authorization: () => [{ action: 'iam:ListRoles', resource: '*' }],
  run: ({ store }: IamState, { PathPrefix }: { readonly PathPrefix?: string }) => ({
    Roles: [...store.roles.values()]
      .filter((role) => role.Path.startsWith(PathPrefix ?? '/'))
      .map(listedRole),
    IsTruncated: false,
  }),
});
