import { randomUUID } from 'node:crypto';
import {
  CognitoIdentityProvider,
  type CreateUserPoolClientRequest,
  type CreateUserPoolRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import type { EmbeddedContext } from '../embedded/core/context.ts';
import { AwsError } from '../embedded/core/errors.ts';
import { skipElsewhere, startBackend } from '../testing/backend.ts';
import type { StartedEmbedded } from '../testing/embedded.ts';

/** A password that every default policy accepts. */
export const PASSWORD = 'Correct-Horse-7';

/** A pool with a client, for tests that are about users. */
export interface Pool {
  readonly userPoolId: string;
  readonly clientId: string;
}

/** Cognito with a client for it. */
export async function startCognito() {
  const aws = await startBackend(['cognitoidentityprovider']);
  return { aws, cognito: aws.client(CognitoIdentityProvider) };
}

/** Makes a pool whose users sign in with their email address, and a client for passwords. */
export async function aPool(
  cognito: CognitoIdentityProvider,
  pool: Partial<CreateUserPoolRequest> = {},
  client: Partial<CreateUserPoolClientRequest> = {},
): Promise<Pool> {
  const { UserPool } = await cognito.createUserPool({
    PoolName: 'staff',
    UsernameAttributes: ['email'],
    AutoVerifiedAttributes: ['email'],
    ...pool,
  });
  const userPoolId = UserPool?.Id ?? '';
  const { UserPoolClient } = await cognito.createUserPoolClient({
    UserPoolId: userPoolId,
    ClientName: 'app',
    ExplicitAuthFlows: [
      'ALLOW_USER_PASSWORD_AUTH',
      'ALLOW_ADMIN_USER_PASSWORD_AUTH',
      'ALLOW_REFRESH_TOKEN_AUTH',
    ],
    PreventUserExistenceErrors: 'ENABLED',
    ...client,
  });
  return { userPoolId, clientId: UserPoolClient?.ClientId ?? '' };
}

/** Makes a confirmed user with {@link PASSWORD} and returns the email address. */
export async function aUser(cognito: CognitoIdentityProvider, { userPoolId }: Pool): Promise<string> {
  const email = anAddress();
  await cognito.adminCreateUser({
    UserPoolId: userPoolId,
    Username: email,
    MessageAction: 'SUPPRESS',
    UserAttributes: [{ Name: 'email_verified', Value: 'true' }],
  });
  await cognito.adminSetUserPassword({
    UserPoolId: userPoolId,
    Username: email,
    Password: PASSWORD,
    Permanent: true,
  });
  return email;
}

/** An email address that no other test uses. */
export function anAddress(): string {
  return `${randomUUID()}@example.com`;
}

/** Signs in by password and returns the answer. */
export function signIn(
  cognito: CognitoIdentityProvider,
  { clientId }: Pool,
  email: string,
  password = PASSWORD,
) {
  return cognito.initiateAuth({
    ClientId: clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: email, PASSWORD: password },
  });
}

/** Signs in by password and returns the tokens. */
export async function tokensOf(cognito: CognitoIdentityProvider, pool: Pool, email: string) {
  const { AuthenticationResult } = await signIn(cognito, pool, email);
  const { AccessToken = '', IdToken = '', RefreshToken = '' } = AuthenticationResult ?? {};
  return { access: AccessToken, id: IdToken, refresh: RefreshToken, claims: decodeJwt(AccessToken) };
}

/** The code that would have been mailed. */
export async function codeFor(aws: StartedEmbedded, { userPoolId }: Pool, email: string): Promise<string> {
  skipElsewhere('the mails of the embedded AWS');
  const query = new URLSearchParams({ userPoolId, username: email });
  const answer = await fetch(`${aws.endpoint}/_testbed/cognito/codes?${query}`);
  const { codes } = (await answer.json()) as { codes: { code: string }[] };
  return codes.at(-1)?.code ?? 'no code';
}

/** A stand-in for a Lambda function: gets the event, and answers its result. */
export type StubFunction = (event: never) => unknown;

/**
 * Answers Lambda's Invoke by `functions`, by name, so that a test can make a function fail, hang or answer
 * nonsense at once. A function that throws gives a function error, as Lambda does.
 */
export function stubFunctions(
  context: EmbeddedContext,
  functions: Readonly<Record<string, StubFunction>>,
): void {
  const { call } = context;
  Object.assign(context, {
    async call(
      service: string,
      operation: string,
      input: { FunctionName: string; Payload: Uint8Array },
      principal: never,
    ) {
      if (service !== 'lambda' || operation !== 'Invoke') return call(service, operation, input, principal);
      const run = functions[input.FunctionName.split(':').at(-1) ?? ''];
      if (!run)
        throw new AwsError('ResourceNotFoundException', `Function not found: ${input.FunctionName}`, 404);
      try {
        const result = await run(JSON.parse(Buffer.from(input.Payload).toString()) as never);
        return {
          StatusCode: 200,
          Payload: Buffer.from(result === undefined ? 'null' : JSON.stringify(result)),
        };
      } catch (cause) {
        const errorMessage = cause instanceof Error ? cause.message : String(cause);
        const Payload = Buffer.from(JSON.stringify({ errorType: 'Error', errorMessage }));
        return { StatusCode: 200, FunctionError: 'Unhandled', Payload };
      }
    },
  });
}

/** The ARN of a function that {@link stubFunctions} answers for. */
export function functionArn(name: string): string {
  return `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
}
