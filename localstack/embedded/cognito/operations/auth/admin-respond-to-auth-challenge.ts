import type { AdminRespondToAuthChallengeRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { answerChallenge } from '../../auth/challenge-answers.ts';
import { onPool } from '../../authorization.ts';
import { required } from '../../errors.ts';
import type { CognitoState } from '../../state.ts';

/** AdminRespondToAuthChallenge. */
export const adminRespondToAuthChallenge = defineOperation({
  name: 'AdminRespondToAuthChallenge',
  authorization: onPool('AdminRespondToAuthChallenge'),
  run(state: CognitoState, input: AdminRespondToAuthChallengeRequest) {
    const client = state.store.clientOf(
      required(input.UserPoolId, 'userPoolId'),
      required(input.ClientId, 'clientId'),
    );
    return answerChallenge(state, client, input);
  },
});
