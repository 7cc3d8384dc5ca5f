import { check } from 'k6';
import http from 'k6/http';
import { type Answer, send } from '../../api.ts';
import { countFailure } from '../../failures.ts';
import { plan } from '../../plan-file.ts';

/** The ways in that the pool's client allows (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html). */
type AuthFlow = 'USER_PASSWORD_AUTH' | 'REFRESH_TOKEN_AUTH';

/** Cognito's InitiateAuth as a client without the SDK calls it: JSON 1.1, unsigned. */
export function initiateAuth(flow: AuthFlow, parameters: Readonly<Record<string, string>>): Answer {
  const { url = '', clientId = '' } = plan.signIn ?? {};
  const tags = { name: `InitiateAuth ${flow}` };
  const body = JSON.stringify({ ClientId: clientId, AuthFlow: flow, AuthParameters: parameters });
  const answer = send(tags.name, () =>
    http.request('POST', url, body, {
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
      },
      tags,
    }),
  );
  const isExpected = check(answer, { [`${tags.name} answers 200`]: ({ status }) => status === 200 }, tags);
  if (!isExpected) countFailure(answer.status, tags.name);
  return answer;
}
