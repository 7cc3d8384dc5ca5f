import type { UpdateUserAttributesRequest } from '@aws-sdk/client-cognito-identity-provider';
import { nothing } from '../../../core/authorization.ts';
import { defineOperation } from '../../../core/operation.ts';
import { checkWritable } from '../../auth/client-access.ts';
import { invalidParameter, required } from '../../errors.ts';
import type { CognitoState } from '../../state.ts';
import { ADDRESSES, changeAttributes } from '../../users/attribute-changes.ts';
import { attributeRecord } from '../../users/describe.ts';

/** UpdateUserAttributes: a new address has to be proved where the pool verifies it. */
export const updateUserAttributes = defineOperation({
  name: 'UpdateUserAttributes',
  authorization: nothing,
  unsigned: true,
  async run(state: CognitoState, input: UpdateUserAttributesRequest) {
    const { tokens, codes } = state;
    const { pool, client, user } = await tokens.verifyAccess(required(input.AccessToken, 'accessToken'));
    const changes = attributeRecord(required(input.UserAttributes, 'userAttributes'));
    checkWritable(client, Object.keys(changes));
    if (Object.keys(changes).some((name) => name.endsWith('_verified'))) {
      throw invalidParameter('Verified attributes cannot be changed by the user.');
    }
    const changed = changeAttributes(state, pool, user, changes, true);
    const toVerify = ADDRESSES.filter(
      (name) =>
        pool.settings.AutoVerifiedAttributes?.includes(name) &&
        changed.attributes[name] !== undefined &&
        changed.attributes[name] !== user.attributes[name],
    );
    return {
      CodeDeliveryDetailsList: toVerify.map((name) => codes.send(pool, changed, `verify-${name}`, name)),
    };
  },
});
