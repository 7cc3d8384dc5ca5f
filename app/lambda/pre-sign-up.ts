import { createLambdaFunction } from '../observability/lambda-function.ts';
import { checkSignUp, type PreSignUpEvent } from '../users/pre-sign-up.ts';

const { config, log, handler: handlerOf } = createLambdaFunction('pre-sign-up', process.env);

/** Cognito's pre-sign-up trigger; it returns its event, or throws why the person may not sign up. */
export const handler = handlerOf(async (event: PreSignUpEvent) => {
  try {
    checkSignUp(event, config.signUpDomains);
    return event;
  } catch (error) {
    // The reason alone: the address of somebody who is refused is not ours to keep.
    log.info('sign-up refused', { userName: event.userName, reason: (error as Error).message });
    throw error;
  }
});
