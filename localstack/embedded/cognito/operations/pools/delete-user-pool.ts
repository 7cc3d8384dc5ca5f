import type { DeleteUserPoolRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { invalidParameter } from '../../errors.ts';
import type { CognitoState } from '../../state.ts';

/** DeleteUserPool: with all that is in it. */
export const deleteUserPool = defineOperation({
  name: 'DeleteUserPool',
  authorization: onPool('DeleteUserPool'),
  run({ store, keys }: CognitoState, { UserPoolId }: DeleteUserPoolRequest) {
    const pool = store.pool(UserPoolId);
    if (pool.settings.DeletionProtection === 'ACTIVE') {
      throw invalidParameter(
        'The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.',
      );
    }
    if ([...store.domains.values()].some((domain) => domain.poolId === pool.id)) {
      throw invalidParameter(
        'User pool cannot be deleted. It has a domain configured that should be deleted first.',
      );
    }
    keys.forget(pool.id);
    store.drop(pool.id);
    return {};
  },
});
