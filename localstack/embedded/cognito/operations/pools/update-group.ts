import type { UpdateGroupRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import type { Group } from '../../model.ts';
import { describeGroup, groupOf } from '../../pools/groups.ts';
import type { CognitoState } from '../../state.ts';

/** UpdateGroup: keeps what the request leaves out. */
export const updateGroup = defineOperation({
  name: 'UpdateGroup',
  authorization: onPool('UpdateGroup'),
  run({ context, store }: CognitoState, input: UpdateGroupRequest) {
    const before = groupOf(store, input.UserPoolId, input.GroupName);
    const changed: Group = {
      ...before,
      Description: input.Description ?? before.Description,
      RoleArn: input.RoleArn ?? before.RoleArn,
      Precedence: input.Precedence ?? before.Precedence,
      updatedAt: context.clock.now(),
    };
    store.groups(store.pool(input.UserPoolId).id).set(changed.GroupName, changed);
    return { Group: describeGroup(input.UserPoolId, changed) };
  },
});
