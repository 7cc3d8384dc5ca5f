import type { SetUserMFAPreferenceRequest } from '@aws-sdk/client-cognito-identity-provider';
import { nothing } from '../../../core/authorization.ts';
import { defineOperation } from '../../../core/operation.ts';
import { required } from '../../errors.ts';
import { setMfaPreference } from '../../mfa/preferences.ts';
import type { CognitoState } from '../../state.ts';

/** SetUserMFAPreference: which second factors the user is asked for. */
export const setUserMFAPreference = defineOperation({
  name: 'SetUserMFAPreference',
  authorization: nothing,
  unsigned: true,
  async run(state: CognitoState, { AccessToken, ...preference }: SetUserMFAPreferenceRequest) {
    const { pool, user } = await state.tokens.verifyAccess(required(AccessToken, 'accessToken'));
    return setMfaPreference(state, pool, user, preference);
  },
});
