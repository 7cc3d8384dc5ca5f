import type { AdminInitiateAuthRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { startSignIn } from '../../auth/sign-in.ts';
import { onPool } from '../../authorization.ts';
import { required } from '../../errors.ts';
import type { CognitoState } from '../../state.ts';

/** AdminInitiateAuth: a sign-in by a server with permissions of AWS. */
export const adminInitiateAuth = defineOperation({
  name: 'AdminInitiateAuth',
  authorization: onPool('AdminInitiateAuth'),
  run(state: CognitoState, input: AdminInitiateAuthRequest) {
    const client = state.store.clientOf(
      required(input.UserPoolId, 'userPoolId'),
      required(input.ClientId, 'clientId'),
    );
    return startSignIn(state, client, 'admin', input);
  },
});
