import type { AssociateSoftwareTokenResponse } from '@aws-sdk/client-cognito-identity-provider';
import type { AwsResponse } from '../../core/http.ts';
import { signedIn } from './answer.ts';
import type { AuthorizationRequest } from './authorization-request.ts';
import { callAsApplication } from './call.ts';
import { LoginPageError } from './errors.ts';
import type { Exchange } from './exchange.ts';
import { newPasswordPage, setUpPage, softwareTokenPage } from './pages/challenges.ts';
import type { OpenChallenge, Proof } from './proof.ts';

/** What follows a step: the application, or the page of the next step. */
export function proceed(
  exchange: Exchange,
  asked: AuthorizationRequest,
  proof: Proof,
): Promise<AwsResponse> | AwsResponse {
  return 'user' in proof ? signedIn(exchange, asked, proof.user) : challengePage(exchange, asked, proof);
}

/** The page of what is still asked of a person. Throws {@link LoginPageError} for what has no page. */
async function challengePage(
  exchange: Exchange,
  { client }: AuthorizationRequest,
  { challenge, session, parameters }: OpenChallenge,
): Promise<AwsResponse> {
  const username = parameters.USER_ID_FOR_SRP ?? '';
  switch (challenge) {
    case 'NEW_PASSWORD_REQUIRED': {
      const missing = JSON.parse(parameters.requiredAttributes ?? '[]') as string[];
      return newPasswordPage(exchange, {
        session,
        username,
        missing,
        account: accountOf(exchange, username),
      });
    }
    case 'SOFTWARE_TOKEN_MFA':
      return softwareTokenPage(exchange, { session, username });
    case 'MFA_SETUP': {
      const { SecretCode = '', Session = '' } = await callAsApplication<AssociateSoftwareTokenResponse>(
        exchange.state,
        'AssociateSoftwareToken',
        { Session: session },
      );
      return setUpPage(
        exchange,
        { session: Session, username },
        { secret: SecretCode, account: accountOf(exchange, username) },
      );
    }
    default:
      throw new LoginPageError(`There is no page for ${challenge} of ${client.settings.ClientName}.`);
  }
}

/** What authenticator applications and password stores call the account. */
export function accountOf({ state, pool }: Exchange, username: string): string {
  const { attributes = {} } = state.store.users(pool.id).find(username) ?? {};
  return attributes.email ?? attributes.phone_number ?? username;
}
