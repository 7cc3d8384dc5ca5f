import type { AdminGetUserRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { mfaView } from '../../mfa/preferences.ts';
import type { CognitoState } from '../../state.ts';
import { accountOf } from '../../users/accounts.ts';
import { describeUser } from '../../users/describe.ts';

/** AdminGetUser. */
export const adminGetUser = defineOperation({
  name: 'AdminGetUser',
  authorization: onPool('AdminGetUser'),
  run({ store }: CognitoState, input: AdminGetUserRequest) {
    const { user } = accountOf(store, input);
    const { Attributes, ...rest } = describeUser(user);
    return { ...rest, UserAttributes: Attributes, ...mfaView(user) };
  },
});
