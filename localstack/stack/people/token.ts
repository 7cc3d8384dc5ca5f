import type { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { readCommandLine, UsageError } from '../../../preflight/command-line.ts';
import { nearest } from '../../../preflight/nearest.ts';
import { DEFAULT_PORT, noPort, portOf } from '../../cli/port.ts';
import { LOCAL_CREDENTIALS } from '../../local-aws/client-config.ts';
import { keepCompiled } from '../sources/compile-cache.ts';
import { stackPeople } from './people.ts';

keepCompiled();

const NAMES = Object.keys(stackPeople);

const USAGE = `Usage: npm run token -- NAME [--port PORT] [--password PASSWORD]

Signs in at the local stack that runs, and prints the access token and nothing else:

  MANAGER=$(npm run -s token -- manager)

  NAME                 ${NAMES.join(', ')}, or the e-mail address of somebody else
  --port PORT          where the stack listens (what AWS_ENDPOINT_URL says, or else ${DEFAULT_PORT})
  --password PASSWORD  of somebody else, where it is not that of ${NAMES[0]}`;

/** Who signs in, and where. */
interface Request {
  readonly email: string;
  readonly password: string;
  readonly endpoint: string;
}

/** There is no token to be had; the message says why. */
class TokenError extends Error {
  readonly code = 'token.refused';
}

function readRequest(): Request | undefined {
  const { values, positionals } = readCommandLine(
    {
      allowPositionals: true,
      options: {
        port: { type: 'string' },
        password: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    },
    'npm run token -- --help',
  );
  if (values.help) return undefined;
  const [name, ...others] = positionals;
  if (name === undefined || others.length > 0) {
    throw new UsageError(`Whose token? For example: npm run token -- ${NAMES[1]}`);
  }
  const person = personOf(name);
  return { ...person, password: values.password ?? person.password, endpoint: endpointOf(values.port) };
}

function personOf(name: string): { readonly email: string; readonly password: string } {
  const known = Object.entries(stackPeople).find(([key, { email }]) => key === name || email === name)?.[1];
  if (known) return known;
  if (name.includes('@')) return { email: name, password: stackPeople.employee.password };
  const meant = nearest(name, NAMES);
  throw new UsageError(
    `There is no ${name}${meant ? `; did you mean ${meant}?` : '.'} A local stack has ${NAMES.join(', ')}; others have an e-mail address.`,
  );
}

function endpointOf(port: string | undefined): string {
  if (port === undefined) return process.env.AWS_ENDPOINT_URL || `http://127.0.0.1:${DEFAULT_PORT}`;
  if (portOf(port) === undefined) throw new UsageError(noPort(port));
  return `http://127.0.0.1:${port}`;
}

/**
 * Signs somebody in, in whichever user pool knows them.
 * @throws TokenError saying why there is no token
 */
async function tokenOf({ email, password, endpoint }: Request): Promise<string> {
  const { CognitoIdentityProvider } = await import('@aws-sdk/client-cognito-identity-provider');
  // An answer that tells of another time, as that of a stack whose clock was moved, is asked for once more with it.
  const cognito = new CognitoIdentityProvider({
    endpoint,
    region: process.env.AWS_REGION || 'us-east-1',
    credentials: LOCAL_CREDENTIALS,
    maxAttempts: 2,
  });
  try {
    const pool = await poolOf(cognito, email, endpoint);
    const { UserPoolClients: [client] = [] } = await cognito.listUserPoolClients({ UserPoolId: pool });
    const { AuthenticationResult, ChallengeName } = await cognito.initiateAuth({
      ClientId: client?.ClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: email, PASSWORD: password },
    });
    if (AuthenticationResult?.AccessToken) return AuthenticationResult.AccessToken;
    throw new TokenError(`${email} is asked for more than a password: ${ChallengeName}.`);
  } catch (error) {
    throw refusal(error as Error, email, endpoint);
  } finally {
    cognito.destroy();
  }
}

async function poolOf(cognito: CognitoIdentityProvider, email: string, endpoint: string): Promise<string> {
  const { UserPools = [] } = await cognito.listUserPools({ MaxResults: 60 });
  for (const { Id: id } of UserPools) {
    const found = await cognito.listUsers({
      UserPoolId: id,
      Filter: `email = ${JSON.stringify(email)}`,
      Limit: 1,
    });
    if (id && found.Users?.length) return id;
  }
  throw new TokenError(`The stack on ${endpoint} knows no ${email}.`);
}

function refusal(error: Error & { readonly code?: string }, email: string, endpoint: string): Error {
  if (error instanceof TokenError) return error;
  if (error.code === 'ECONNREFUSED') {
    return new TokenError(
      `No local stack runs on ${endpoint}. Start one with npm start, or say where it is: npm run token -- NAME --port PORT`,
    );
  }
  if (error.name === 'NotAuthorizedException') {
    return new TokenError(
      `${email} has another password on ${endpoint}, or may not sign in: ${error.message}`,
    );
  }
  // What follows the first line is advice to programmers of the SDK.
  const [reason] = error.message.split('\n');
  return new TokenError(`What listens on ${endpoint} does not sign anybody in: ${reason}`);
}

try {
  const request = readRequest();
  console.log(request ? await tokenOf(request) : USAGE);
} catch (error) {
  const plain = error instanceof UsageError || error instanceof TokenError;
  console.error(plain ? error.message : error);
  process.exitCode = 1;
}
