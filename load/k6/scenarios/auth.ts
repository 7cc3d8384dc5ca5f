import { type Answer, type Caller, scenario } from './scenario.ts';
import { bodyOf } from './steps/answers.ts';

/** The ways in that the pool's client allows (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html). */
type AuthFlow = 'USER_PASSWORD_AUTH' | 'REFRESH_TOKEN_AUTH';

interface Tokens {
  readonly AuthenticationResult?: { readonly AccessToken: string; readonly RefreshToken?: string };
}

/** Somebody signs in, uses the API, and comes back after their token has run out, in one iteration. */
export const auth = scenario({
  title: 'Somebody signs in, uses the API, and comes back with a refreshed token',
  // Two sign-ins an iteration: six times this is still below the 120 a second that Cognito allows.
  rate: 8,
  iterationSeconds: 0.5,
  demand: { requests: 2, signIns: 2, executions: 0 },
  routes: { 'InitiateAuth USER_PASSWORD_AUTH': {}, 'InitiateAuth REFRESH_TOKEN_AUTH': {}, 'GET /me': {} },
  figures: {},
  counters: [],
  fewestRequests: [4],
  iterate(user) {
    const { password = '' } = user.signIn ?? {};
    const signedIn = initiateAuth(user, 'USER_PASSWORD_AUTH', {
      USERNAME: user.employee.email,
      PASSWORD: password,
    });
    const first = bodyOf<Tokens>(signedIn)?.AuthenticationResult;
    if (!first?.RefreshToken) return;
    user.call('GET /me', { path: '/me', as: { accessToken: first.AccessToken } });
    const refreshed = initiateAuth(user, 'REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: first.RefreshToken });
    const second = bodyOf<Tokens>(refreshed)?.AuthenticationResult;
    if (second) user.call('GET /me', { path: '/me', as: { accessToken: second.AccessToken } });
  },
});

/** Cognito's InitiateAuth as a client without the SDK calls it: JSON 1.1, unsigned. */
function initiateAuth(
  user: Caller<`InitiateAuth ${AuthFlow}`>,
  flow: AuthFlow,
  parameters: Readonly<Record<string, string>>,
): Answer {
  const { url = '', clientId = '' } = user.signIn ?? {};
  return user.send(`InitiateAuth ${flow}`, {
    method: 'POST',
    url,
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
    },
    body: JSON.stringify({ ClientId: clientId, AuthFlow: flow, AuthParameters: parameters }),
    keepBody: true,
  });
}
