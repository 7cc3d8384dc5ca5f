import type { GetUserAttributeVerificationCodeRequest } from '@aws-sdk/client-cognito-identity-provider';
import { nothing } from '../../../core/authorization.ts';
import { defineOperation } from '../../../core/operation.ts';
import { invalidParameter, required } from '../../errors.ts';
import type { CognitoState } from '../../state.ts';
import { addressOf } from '../../users/attribute-changes.ts';

/** GetUserAttributeVerificationCode: sends a code that proves an address. */
export const getUserAttributeVerificationCode = defineOperation({
  name: 'GetUserAttributeVerificationCode',
  authorization: nothing,
  unsigned: true,
  async run({ tokens, codes }: CognitoState, input: GetUserAttributeVerificationCodeRequest) {
    const { pool, user } = await tokens.verifyAccess(required(input.AccessToken, 'accessToken'));
    const name = addressOf(input.AttributeName);
    if (user.attributes[name] === undefined) throw invalidParameter(`User has no attribute ${name}.`);
    return { CodeDeliveryDetails: codes.send(pool, user, `verify-${name}`, name) };
  },
});
