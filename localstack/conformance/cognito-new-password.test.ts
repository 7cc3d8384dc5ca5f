import type { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { StartedEmbedded } from '../testing/embedded.ts';
import { anAddress, aPool, PASSWORD, signIn, startCognito } from './cognito-fixtures.ts';

let aws: StartedEmbedded;
let cognito: CognitoIdentityProvider;

beforeAll(async () => {
  ({ aws, cognito } = await startCognito());
});
afterAll(() => aws[Symbol.asyncDispose]());

it.each([
  ['email', 'somebody-else@example.com', 'Cannot modify an already provided email'],
  ['email_verified', 'true', 'Verified attributes cannot be changed by the user.'],
  ['nickname', 'Al', 'A client attempted to write unauthorized attribute'],
])(
  'somebody who chooses a first password does not change %s on the way',
  async (attribute, value, message) => {
    const WriteAttributes = ['email', ...(attribute === 'email_verified' ? [attribute] : [])];
    const pool = await aPool(cognito, {}, { WriteAttributes });
    const [UserPoolId, email] = [pool.userPoolId, anAddress()];
    await cognito.adminCreateUser({ UserPoolId, Username: email, TemporaryPassword: 'Temporary-1' });
    const { Session } = await signIn(cognito, pool, email, 'Temporary-1');
    const respond = cognito.respondToAuthChallenge({
      ClientId: pool.clientId,
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session,
      ChallengeResponses: {
        USERNAME: email,
        NEW_PASSWORD: PASSWORD,
        [`userAttributes.${attribute}`]: value,
      },
    });
    await expect(respond).rejects.toThrow(message);
  },
);
