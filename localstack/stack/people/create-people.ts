import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import type { ClientConfig } from '../../local-aws/client-config.ts';
import type { ComingOutputs } from '../provisioning/coming-outputs.ts';
import {
  checkPeople,
  isAdmin,
  type People,
  PeopleNotMadeError,
  type PeopleWanted,
  type Person,
  type PersonWanted,
} from './people.ts';

/** Where people are made: an AWS with the stacks in it, or being put into it. */
export interface Place extends ClientConfig {
  readonly outputs: Pick<ComingOutputs, 'get'>;
}

/**
 * Makes people of a local stack, as an administrator of the user pool would, and signs them in. Their profiles and
 * managers are set through the product's own API. People who exist are kept. Each step begins as soon as there is
 * what it needs.
 * @throws PeopleError as {@link checkPeople} does; PeopleNotMadeError saying whom AWS or the API refuses, and why
 */
export async function createPeople<Name extends string>(
  place: Place,
  wanted: PeopleWanted<Name>,
): Promise<People<Name>> {
  checkPeople(wanted);
  const { CognitoIdentityProvider } = await import('@aws-sdk/client-cognito-identity-provider');
  const cognito = new CognitoIdentityProvider({
    endpoint: place.endpoint,
    region: place.region,
    credentials: place.credentials,
  });
  try {
    const pool = {
      id: await outputOf(place, 'user_pool_id'),
      client: await outputOf(place, 'user_pool_client_id'),
    };
    const signedIn = await Promise.all(
      Object.entries<PersonWanted>(wanted).map(
        async ([name, person]) =>
          [name, await signUp(cognito, pool, person).catch(notMade(person.email))] as const,
      ),
    );
    const api = await outputOf(place, 'api_url');
    const visitorOf = new Map<string, Visitor>();
    // One after the other: at once, each would wait for an instance of the function of its own.
    for (const [name, person] of signedIn) visitorOf.set(name, await visit(api, person));
    await setManagers(api, visitorOf, wanted);
    return Object.fromEntries(
      [...visitorOf].map(([name, { managerId: _, ...person }]) => [name, person]),
    ) as People<Name>;
  } finally {
    cognito.destroy();
  }
}

function outputOf({ outputs }: Place, name: string): Promise<string> {
  return outputs.get(name).catch((error: Error) => {
    throw new PeopleNotMadeError(`Nobody can be made: ${error.message}`, { cause: error });
  });
}

/** Says who it is that Cognito refuses; anything else is not about them. */
function notMade(email: string): (error: Error) => never {
  return (error) => {
    if (!('$fault' in error)) throw error;
    throw new PeopleNotMadeError(`${email} cannot be made: ${error.name}: ${error.message}`, {
      cause: error,
    });
  };
}

/** Somebody who has signed in and been to the product. */
type Visitor = Person & { readonly managerId: string | null };

async function setManagers(
  api: string,
  visitorOf: ReadonlyMap<string, Visitor>,
  wanted: PeopleWanted,
): Promise<void> {
  const admin = [...visitorOf.values()].find(isAdmin);
  for (const [name, { id, managerId: reportsTo }] of visitorOf) {
    const managerId = visitorOf.get(wanted[name]?.manager ?? '')?.id;
    if (!admin || !managerId || managerId === reportsTo) continue;
    await call(api, admin, 'PATCH', `/users/${id}`, { managerId });
  }
}

async function signUp(
  cognito: CognitoIdentityProvider,
  pool: { readonly id: string; readonly client: string },
  { email, name, password, roles }: PersonWanted,
): Promise<Omit<Person, 'id'>> {
  const user = { UserPoolId: pool.id, Username: email };
  await createUser(cognito, user, name);
  await cognito.adminSetUserPassword({ ...user, Password: password, Permanent: true });
  await Promise.all(roles.map((GroupName) => cognito.adminAddUserToGroup({ ...user, GroupName })));
  const { AuthenticationResult } = await cognito.initiateAuth({
    ClientId: pool.client,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: email, PASSWORD: password },
  });
  return { email, password, roles, accessToken: AuthenticationResult?.AccessToken ?? '' };
}

/** The first visit makes the profile, with the groups that they are in. */
async function visit(api: string, person: Omit<Person, 'id'>): Promise<Visitor> {
  const { id, managerId } = await call<{ id: string; managerId?: string | null }>(api, person, 'GET', '/me');
  return { ...person, id, managerId: managerId ?? null };
}

async function createUser(
  cognito: CognitoIdentityProvider,
  user: { readonly UserPoolId: string; readonly Username: string },
  name: string,
): Promise<void> {
  try {
    await cognito.adminCreateUser({
      ...user,
      MessageAction: 'SUPPRESS',
      UserAttributes: [
        { Name: 'email', Value: user.Username },
        { Name: 'email_verified', Value: 'true' },
        { Name: 'name', Value: name },
      ],
    });
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'UsernameExistsException') throw error;
  }
}

async function call<Answer>(
  api: string,
  caller: Pick<Person, 'email' | 'accessToken'>,
  method: string,
  path: string,
  body?: object,
): Promise<Answer> {
  const { status, text } = await send(`${api}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${caller.accessToken}`,
      ...(body && { 'content-type': 'application/json' }),
    },
    body: body && JSON.stringify(body),
  });
  if (status < 300) return JSON.parse(text) as Answer;
  throw new PeopleNotMadeError(
    `${caller.email} is not let in: ${method} ${path} answered ${status}: ${text.replaceAll(/\s+/g, ' ')}`,
  );
}

interface Sent {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/**
 * By `node:http`, which the SDK has loaded: the first `fetch` of a process takes 40 ms, and everybody waits for it. So does
 * an import of `node:http` from an ES module, which loads the client of WebSockets.
 */
async function send(
  address: string,
  { body, ...options }: Sent,
): Promise<{ readonly status: number; readonly text: string }> {
  const { request } = process.getBuiltinModule('node:http');
  const sent = request(address, options).end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  let text = '';
  for await (const part of answer.setEncoding('utf8')) text += part;
  return { status: answer.statusCode ?? 0, text };
}
