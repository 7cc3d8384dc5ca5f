import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { uniqueName } from '../../../localstack/testing/unique-name.ts';
import { as, expectStatus } from './api.ts';
import { awsClient } from './aws.ts';
import { target } from './target.ts';

export type Role = 'employee' | 'manager' | 'finance' | 'admin';

/** Somebody who is signed in. */
export interface Person {
  /** Their id in the product. */
  readonly id: string;
  readonly email: string;
  readonly accessToken: string;
  readonly idToken: string;
}

/** What `GET /me` and the routes of people show. */
export interface Profile {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly managerId: string | null;
  readonly active: boolean;
}

export const PASSWORD = 'Nobody-guesses-this-1';
export const cognito = awsClient(CognitoIdentityProvider);

/** An address that nobody else has. */
export const anEmail = (name = 'person') => `${uniqueName(name)}@example.com`;

/** Makes a person in the user pool, as an administrator of it would, and signs them in: the first visit makes the profile. */
export async function aPerson(...roles: readonly Role[]): Promise<Person> {
  const email = anEmail(roles.join('-') || 'employee');
  const user = { UserPoolId: target.userPoolId, Username: email };
  await cognito.adminCreateUser({
    ...user,
    MessageAction: 'SUPPRESS',
    UserAttributes: [
      { Name: 'email', Value: email },
      { Name: 'email_verified', Value: 'true' },
      { Name: 'name', Value: 'Some One' },
    ],
  });
  await cognito.adminSetUserPassword({ ...user, Password: PASSWORD, Permanent: true });
  for (const GroupName of roles) await cognito.adminAddUserToGroup({ ...user, GroupName });
  return signIn(email);
}

/** Signs in with the password that everyone here has, and finds out who that is. */
export async function signIn(email: string): Promise<Person> {
  const tokens = await tokensOf(email);
  const profile = expectStatus(await as(tokens).get<Profile>('/me'), 200);
  return { id: profile.id, email, ...tokens };
}

/** The same person with new tokens: those of an hour ago are over. */
export async function signInAgain(person: Person): Promise<Person> {
  return { ...person, ...(await tokensOf(person.email)) };
}

async function tokensOf(email: string): Promise<Pick<Person, 'accessToken' | 'idToken'>> {
  const { AuthenticationResult } = await cognito.initiateAuth({
    ClientId: target.userPoolClientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: email, PASSWORD },
  });
  const { AccessToken: accessToken = '', IdToken: idToken = '' } = AuthenticationResult ?? {};
  return { accessToken, idToken };
}

/** Says whom a person reports to. */
export async function setManager(admin: Person, person: Person, managerId: string | null): Promise<void> {
  expectStatus(await as(admin).patch(`/users/${person.id}`, { managerId }), 200);
}

/** People of one company who know nothing of those of other test files. */
export interface Team {
  /** Reports to `manager`. */
  readonly employee: Person;
  readonly manager: Person;
  /** Reports to `otherManager`. */
  readonly stranger: Person;
  readonly otherManager: Person;
  readonly finance: Person;
  readonly admin: Person;
}

/** Makes a {@link Team}. */
export async function aTeam(): Promise<Team> {
  const [employee, manager, stranger, otherManager, finance, admin] = await Promise.all([
    aPerson(),
    aPerson('manager'),
    aPerson(),
    aPerson('manager'),
    aPerson('finance'),
    aPerson('admin'),
  ]);
  await Promise.all([setManager(admin, employee, manager.id), setManager(admin, stranger, otherManager.id)]);
  return { employee, manager, stranger, otherManager, finance, admin };
}

/** Somebody new who reports to the team's manager. */
export async function aReport({ admin, manager }: Pick<Team, 'admin' | 'manager'>): Promise<Person> {
  const person = await aPerson();
  await setManager(admin, person, manager.id);
  return person;
}
