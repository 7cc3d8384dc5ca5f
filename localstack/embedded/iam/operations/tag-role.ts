import { defineOperation } from '../../core/operation.ts';
import { onRole } from '../authorization.ts';
import type { RoleInput, Tag } from '../model.ts';
import { roleOf } from '../roles.ts';
import type { IamState } from '../store.ts';
import { withTags } from '../validation.ts';

/** TagRole. */
export const tagRole = defineOperation({
  name: 'TagRole',
  authorization: onRole('TagRole'),
  run({ store }: IamState, input: RoleInput & { readonly Tags?: readonly Tag[] }) {
    const role = roleOf(store, input);
    store.replace({ ...role, tags: withTags(role.tags, input.Tags) });
    return {};
  },
});
