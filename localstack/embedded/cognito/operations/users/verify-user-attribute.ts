import type { VerifyUserAttributeRequest } from '@aws-sdk/client-cognito-identity-provider';
import { nothing } from '../../../core/authorization.ts';
import { AwsError } from '../../../core/errors.ts';
import { defineOperation } from '../../../core/operation.ts';
import { required } from '../../errors.ts';
import type { CognitoState } from '../../state.ts';
import { addressOf } from '../../users/attribute-changes.ts';

/** VerifyUserAttribute: by the code that was sent to the address. */
export const verifyUserAttribute = defineOperation({
  name: 'VerifyUserAttribute',
  authorization: nothing,
  unsigned: true,
  async run({ context, store, tokens, codes }: CognitoState, input: VerifyUserAttributeRequest) {
    const { pool, user } = await tokens.verifyAccess(required(input.AccessToken, 'accessToken'));
    const name = addressOf(input.AttributeName);
    codes.use(pool, user, `verify-${name}`, required(input.Code, 'code'));
    const attributes = { ...user.attributes, [`${name}_verified`]: 'true' };
    if (store.users(pool.id).takenAlias(attributes, user.username)) {
      throw new AwsError('AliasExistsException', `An account with the ${name} already exists.`);
    }
    store.users(pool.id).change(user.username, () => ({ attributes, updatedAt: context.clock.now() }));
    return {};
  },
});
