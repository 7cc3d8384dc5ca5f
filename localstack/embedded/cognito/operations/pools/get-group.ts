import type { GetGroupRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { describeGroup, groupOf } from '../../pools/groups.ts';
import type { CognitoState } from '../../state.ts';

/** GetGroup. */
export const getGroup = defineOperation({
  name: 'GetGroup',
  authorization: onPool('GetGroup'),
  run: ({ store }: CognitoState, { UserPoolId, GroupName }: GetGroupRequest) => ({
    Group: describeGroup(UserPoolId, groupOf(store, UserPoolId, GroupName)),
  }),
});
