import type { AdminDisableUserRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import type { CognitoState } from '../../state.ts';
import { accountOf } from '../../users/accounts.ts';

/** AdminDisableUser: the user's refresh tokens end. */
export const adminDisableUser = defineOperation({
  name: 'AdminDisableUser',
  authorization: onPool('AdminDisableUser'),
  run({ context, store, tokens }: CognitoState, input: AdminDisableUserRequest) {
    const { pool, user } = accountOf(store, input);
    store.users(pool.id).change(user.username, () => ({ enabled: false, updatedAt: context.clock.now() }));
    tokens.sessions.revokeAll(pool.id, user.username);
    return {};
  },
});
