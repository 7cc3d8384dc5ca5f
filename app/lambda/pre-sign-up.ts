import { loadConfig } from '../config/config.ts';
import { createObservability } from '../observability/powertools.ts';
import { checkSignUp, type PreSignUpEvent } from '../users/pre-sign-up.ts';

const config = loadConfig('pre-sign-up', process.env);
const { log, begin, flush } = createObservability(config.stage, process.env.AWS_XRAY_DAEMON_ADDRESS);

/** Cognito's pre-sign-up trigger; it wants its event back, or the reason why not. */
export const handler = async (event: PreSignUpEvent, context: { awsRequestId: string }) => {
  begin(context.awsRequestId, process.env._X_AMZN_TRACE_ID);
  try {
    checkSignUp(event, config.signUpDomains);
    return event;
  } catch (error) {
    // By the reason alone: whoever is refused is nobody here, and their address is their own.
    log.info('sign-up refused', { userName: event.userName, reason: (error as Error).message });
    throw error;
  } finally {
    flush();
  }
};
