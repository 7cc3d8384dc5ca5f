import type { InitiateAuthRequest } from '@aws-sdk/client-cognito-identity-provider';
import { nothing } from '../../../core/authorization.ts';
import { defineOperation } from '../../../core/operation.ts';
import { startSignIn } from '../../auth/sign-in.ts';
import { required } from '../../errors.ts';
import type { CognitoState } from '../../state.ts';

/** InitiateAuth: a sign-in by an application of users. */
export const initiateAuth = defineOperation({
  name: 'InitiateAuth',
  authorization: nothing,
  unsigned: true,
  run(state: CognitoState, input: InitiateAuthRequest) {
    const client = state.store.client(required(input.ClientId, 'clientId'));
    return startSignIn(state, client, 'public', input);
  },
});
