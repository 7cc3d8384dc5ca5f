import type { CreateGroupRequest } from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../../../core/errors.ts';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { required } from '../../errors.ts';
import type { Group } from '../../model.ts';
import { describeGroup } from '../../pools/groups.ts';
import type { CognitoState } from '../../state.ts';

/** CreateGroup. */
export const createGroup = defineOperation({
  name: 'CreateGroup',
  authorization: onPool('CreateGroup'),
  run({ context, store }: CognitoState, input: CreateGroupRequest) {
    const pool = store.pool(input.UserPoolId);
    const groups = store.groups(pool.id);
    const GroupName = required(input.GroupName, 'groupName');
    if (groups.has(GroupName)) {
      throw new AwsError('GroupExistsException', 'A group with the name already exists.');
    }
    const now = context.clock.now();
    const { Description, RoleArn, Precedence } = input;
    const group: Group = { GroupName, Description, RoleArn, Precedence, createdAt: now, updatedAt: now };
    groups.set(GroupName, group);
    return { Group: describeGroup(pool.id, group) };
  },
});
