import type { RespondToAuthChallengeRequest } from '@aws-sdk/client-cognito-identity-provider';
import { nothing } from '../../../core/authorization.ts';
import { defineOperation } from '../../../core/operation.ts';
import { answerChallenge } from '../../auth/challenge-answers.ts';
import { required } from '../../errors.ts';
import type { CognitoState } from '../../state.ts';

/** RespondToAuthChallenge. */
export const respondToAuthChallenge = defineOperation({
  name: 'RespondToAuthChallenge',
  authorization: nothing,
  unsigned: true,
  run(state: CognitoState, input: RespondToAuthChallengeRequest) {
    return answerChallenge(state, state.store.client(required(input.ClientId, 'clientId')), input);
  },
});
