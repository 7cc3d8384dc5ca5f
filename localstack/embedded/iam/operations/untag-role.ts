import { defineOperation } from '../../core/operation.ts';
import { onRole } from '../authorization.ts';
import type { RoleInput } from '../model.ts';
import { roleOf } from '../roles.ts';
import type { IamState } from '../store.ts';

/** UntagRole. */
export const untagRole = defineOperation({
  name: 'UntagRole',
  authorization: onRole('UntagRole'),
  run({ store }: IamState, input: RoleInput & { readonly TagKeys?: readonly string[] }) {
    const role = roleOf(store, input);
    store.replace({ ...role, tags: role.tags.filter((tag) => !input.TagKeys?.includes(tag.Key)) });
    return {};
  },
});
