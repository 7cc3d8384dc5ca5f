import type { AdminSetUserMFAPreferenceRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { setMfaPreference } from '../../mfa/preferences.ts';
import type { CognitoState } from '../../state.ts';
import { accountOf } from '../../users/accounts.ts';

/** AdminSetUserMFAPreference: which second factors the user is asked for. */
export const adminSetUserMFAPreference = defineOperation({
  name: 'AdminSetUserMFAPreference',
  authorization: onPool('AdminSetUserMFAPreference'),
  run(state: CognitoState, input: AdminSetUserMFAPreferenceRequest) {
    const { UserPoolId, Username, ...preference } = input;
    const { pool, user } = accountOf(state.store, { UserPoolId, Username });
    return setMfaPreference(state, pool, user, preference);
  },
});
