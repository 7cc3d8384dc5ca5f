import type { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import type { ComingOutputs } from './coming-outputs.ts';
import type { Target } from './setup.ts';

/** Where people are made: an AWS with the stacks in it, or being put into it. */
export interface Place extends Target {
  readonly outputs: Pick<ComingOutputs, 'get'>;
}

/** Somebody who can sign in to the local place. */
export interface Person {
  readonly email: string;
  readonly password: string;
  /** The groups of the user pool that they are in. */
  readonly roles: readonly string[];
  /** Their id in the product. */
  readonly id: string;
  readonly accessToken: string;
}

/** The people of a new stack: an employee, the manager they report to, and who administers both. */
export interface People {
  readonly employee: Person;
  readonly manager: Person;
  readonly admin: Person;
}

/** Made for a machine of one's own: printed at start, and the same every time. */
const PASSWORD = 'Expenses-on-my-laptop-1';

/**
 * Makes the people of a local stack, as an administrator of the user pool would, and signs them in. Their profiles
 * and the employee's manager are set through the product's own API. People who exist are kept. Each step begins as
 * soon as there is what it needs.
 */
export async function createPeople(place: Place): Promise<People> {
  const { CognitoIdentityProvider } = await import('@aws-sdk/client-cognito-identity-provider');
  const cognito = new CognitoIdentityProvider({
    endpoint: place.endpoint,
    region: place.region,
    credentials: place.credentials,
  });
  try {
    const pool = {
      id: await place.outputs.get('user_pool_id'),
      client: await place.outputs.get('user_pool_client_id'),
    };
    const signedIn = await Promise.all([
      signUp(cognito, pool, 'employee@example.com', 'Emma Employee', ['employee']),
      signUp(cognito, pool, 'manager@example.com', 'Max Manager', ['employee', 'manager']),
      signUp(cognito, pool, 'admin@example.com', 'Ada Admin', ['employee', 'finance', 'admin']),
    ]);
    const api = await place.outputs.get('api_url');
    const people: Person[] = [];
    // One after the other: at once, each would wait for an instance of the function of its own.
    for (const person of signedIn) people.push(await visit(api, person));
    const [employee, manager, admin] = people as [Person, Person, Person];
    await call(api, admin, 'PATCH', `/users/${employee.id}`, { managerId: manager.id });
    return { employee, manager, admin };
  } finally {
    cognito.destroy();
  }
}

async function signUp(
  cognito: CognitoIdentityProvider,
  pool: { readonly id: string; readonly client: string },
  email: string,
  name: string,
  roles: readonly string[],
): Promise<Omit<Person, 'id'>> {
  const user = { UserPoolId: pool.id, Username: email };
  await createUser(cognito, user, name);
  await cognito.adminSetUserPassword({ ...user, Password: PASSWORD, Permanent: true });
  await Promise.all(roles.map((GroupName) => cognito.adminAddUserToGroup({ ...user, GroupName })));
  const { AuthenticationResult } = await cognito.initiateAuth({
    ClientId: pool.client,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: email, PASSWORD },
  });
  return { email, password: PASSWORD, roles, accessToken: AuthenticationResult?.AccessToken ?? '' };
}

/** The first visit makes the profile, with the roles that the token carries. */
async function visit(api: string, person: Omit<Person, 'id'>): Promise<Person> {
  const { id } = await call<{ id: string }>(api, person, 'GET', '/me');
  return { ...person, id };
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
  const response = await fetch(`${api}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${caller.accessToken}`,
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const answer = await response.text();
  if (response.ok) return JSON.parse(answer) as Answer;
  throw new Error(`${method} ${path} as ${caller.email} answered ${response.status}: ${answer}`);
}
