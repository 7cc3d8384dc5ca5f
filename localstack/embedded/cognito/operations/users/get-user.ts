import type { GetUserRequest } from '@aws-sdk/client-cognito-identity-provider';
import { nothing } from '../../../core/authorization.ts';
import { defineOperation } from '../../../core/operation.ts';
import { required } from '../../errors.ts';
import { mfaView } from '../../mfa/preferences.ts';
import type { CognitoState } from '../../state.ts';
import { attributeList } from '../../users/describe.ts';

/** GetUser: whose access token it is. */
export const getUser = defineOperation({
  name: 'GetUser',
  authorization: nothing,
  unsigned: true,
  async run({ tokens }: CognitoState, { AccessToken }: GetUserRequest) {
    const { user } = await tokens.verifyAccess(required(AccessToken, 'accessToken'));
    return { Username: user.username, UserAttributes: attributeList(user.attributes), ...mfaView(user) };
  },
});
