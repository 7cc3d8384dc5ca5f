import type { UpdateUserPoolRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { poolSettings } from '../../pools/pool-settings.ts';
import type { CognitoState } from '../../state.ts';

/** Settings that a pool keeps from its creation on, whatever an update says. */
const IMMUTABLE = ['AliasAttributes', 'UsernameAttributes', 'UsernameConfiguration'] as const;

/** UpdateUserPool: resets what the request leaves out to its default, as AWS does. */
export const updateUserPool = defineOperation({
  name: 'UpdateUserPool',
  authorization: onPool('UpdateUserPool'),
  run({ context, store }: CognitoState, input: UpdateUserPoolRequest) {
    const pool = store.pool(input.UserPoolId);
    const { PoolName, ...settings } = input;
    const clients = [...store.clients.values()].filter((client) => client.poolId === pool.id);
    const kept = Object.fromEntries(IMMUTABLE.map((member) => [member, pool.settings[member]]));
    store.pools.set(pool.id, {
      ...pool,
      name: PoolName ?? pool.name,
      updatedAt: context.clock.now(),
      settings: poolSettings({ ...settings, ...kept }, clients),
      tags: input.UserPoolTags ?? pool.tags,
    });
    return {};
  },
});
