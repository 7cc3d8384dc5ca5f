import type { CreateUserPoolRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onAll } from '../../authorization.ts';
import { invalidParameter, required } from '../../errors.ts';
import type { UserPool } from '../../model.ts';
import { poolSettings } from '../../pools/pool-settings.ts';
import { schemaOf } from '../../pools/schema.ts';
import { describePool } from '../../pools/user-pools.ts';
import type { CognitoState } from '../../state.ts';

/** CreateUserPool. */
export const createUserPool = defineOperation({
  name: 'CreateUserPool',
  authorization: onAll('CreateUserPool'),
  run({ context, store, keys }: CognitoState, input: CreateUserPoolRequest) {
    const name = required(input.PoolName, 'poolName');
    if (input.UsernameAttributes?.length && input.AliasAttributes?.length) {
      throw invalidParameter(
        'Only one of the aliasAttributes or usernameAttributes can be set in a user pool.',
      );
    }
    const id = `${context.region}_${context.random.id(9)}`;
    const now = context.clock.now();
    const pool: UserPool = {
      id,
      name,
      arn: `arn:aws:cognito-idp:${context.region}:${context.accountId}:userpool/${id}`,
      createdAt: now,
      updatedAt: now,
      settings: poolSettings(input),
      schema: schemaOf(input.Schema),
      tags: input.UserPoolTags ?? {},
    };
    store.pools.set(id, pool);
    keys.prepare(id);
    return { UserPool: describePool(store, pool) };
  },
});
