import type { AddCustomAttributesRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { required } from '../../errors.ts';
import { withCustom } from '../../pools/schema.ts';
import type { CognitoState } from '../../state.ts';

/** AddCustomAttributes: to the schema of a pool; none can be taken away again. */
export const addCustomAttributes = defineOperation({
  name: 'AddCustomAttributes',
  authorization: onPool('AddCustomAttributes'),
  run({ context, store }: CognitoState, input: AddCustomAttributesRequest) {
    const pool = store.pool(input.UserPoolId);
    const schema = withCustom(pool.schema, required(input.CustomAttributes, 'customAttributes'));
    store.pools.set(pool.id, { ...pool, schema, updatedAt: context.clock.now() });
    return {};
  },
});
