import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import { LoadError } from '../errors.ts';
import { callApi } from '../run/http.ts';
import type { LoadTarget } from '../run/target.ts';
import type { LoadUser, Team } from '../shared/plan.ts';
import {
  addressesOf,
  nameOf,
  type PopulationSize,
  populationPassword,
  type TeamAddresses,
} from './population.ts';

interface Profile {
  readonly id: string;
  readonly roles: readonly string[];
  readonly managerId?: string | null;
}

/**
 * Makes sure the load population exists on a target and signs everybody in once: Cognito allows 120 sign-ins
 * a second, so tokens are minted before a test and never in it. People who exist are kept.
 *
 * @throws LoadError `population` when the target refuses, with its own words
 */
export async function preparePopulation(target: LoadTarget, size: PopulationSize): Promise<Team[]> {
  const cognito = new CognitoIdentityProviderClient(target.aws);
  try {
    const { email, password } = target.admin;
    const addresses = addressesOf(size);
    const signInNext = (team: number) => {
      const next = addresses[team];
      const signingIn = next && signInTeam(cognito, target, next);
      // Noticed where it is awaited.
      signingIn?.catch(() => {});
      return signingIn;
    };
    const teams: Team[] = [];
    let coming = signInNext(0);
    const admin = await signIn(cognito, target, email, password);
    // One team is set up while the next one signs in.
    for (let team = await coming; team; team = await coming) {
      coming = signInNext(teams.push(team));
      await setUpTeam(target, admin, team);
    }
    // A token carries the groups that its owner had when it was minted.
    return await Promise.all(
      teams.map(async ({ manager, employees }) => ({
        manager: await signIn(cognito, target, manager.email, populationPassword),
        employees,
      })),
    );
  } catch (error) {
    if (error instanceof LoadError) throw error;
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new LoadError('population', `The load population could not be made on ${target.apiUrl}: ${reason}`);
  } finally {
    cognito.destroy();
  }
}

async function signInTeam(
  cognito: CognitoIdentityProviderClient,
  target: LoadTarget,
  addresses: TeamAddresses,
): Promise<Team> {
  const [manager, ...employees] = await Promise.all([
    person(cognito, target, addresses.manager),
    ...addresses.employees.map((employee) => person(cognito, target, employee)),
  ]);
  return { manager, employees };
}

/** One call after another: at once, some would wait for an instance of the function of their own to start. */
async function setUpTeam(target: LoadTarget, admin: LoadUser, { manager, employees }: Team): Promise<void> {
  const profile = await profileOf(target, manager);
  await setUp(target, admin, profile, { roles: ['employee', 'manager'] });
  for (const employee of employees) {
    await setUp(target, admin, await profileOf(target, employee), { managerId: profile.id });
  }
}

async function person(
  cognito: CognitoIdentityProviderClient,
  target: LoadTarget,
  email: string,
): Promise<LoadUser> {
  try {
    await cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: target.userPoolId,
        Username: email,
        MessageAction: 'SUPPRESS',
        UserAttributes: [
          { Name: 'email', Value: email },
          { Name: 'email_verified', Value: 'true' },
          { Name: 'name', Value: nameOf(email) },
        ],
      }),
    );
  } catch (error) {
    if (!(error instanceof UsernameExistsException)) throw error;
  }
  await cognito.send(
    new AdminSetUserPasswordCommand({
      UserPoolId: target.userPoolId,
      Username: email,
      Password: populationPassword,
      Permanent: true,
    }),
  );
  return signIn(cognito, target, email, populationPassword);
}

async function signIn(
  cognito: CognitoIdentityProviderClient,
  target: LoadTarget,
  email: string,
  secret: string,
): Promise<LoadUser> {
  const { AuthenticationResult } = await cognito.send(
    new InitiateAuthCommand({
      ClientId: target.userPoolClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: email, PASSWORD: secret },
    }),
  );
  if (!AuthenticationResult?.AccessToken)
    throw new LoadError('population', `Cognito gave ${email} no access token.`);
  const { AccessToken: accessToken } = AuthenticationResult;
  return { id: subjectOf(accessToken), email, accessToken };
}

/** Whom a token is about; nobody relies on it here, so that its signature is not looked at. */
function subjectOf(token: string): string {
  const claims = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
  return (JSON.parse(claims) as { sub: string }).sub;
}

async function profileOf(target: LoadTarget, user: LoadUser): Promise<Profile> {
  return callApi<Profile>(target, user, 'GET', '/me');
}

async function setUp(
  target: LoadTarget,
  admin: LoadUser,
  profile: Profile,
  wanted: { readonly roles?: readonly string[]; readonly managerId?: string },
): Promise<void> {
  const rolesHeld = (wanted.roles ?? []).every((role) => profile.roles.includes(role));
  if (rolesHeld && (wanted.managerId === undefined || profile.managerId === wanted.managerId)) return;
  await callApi(target, admin, 'PATCH', `/users/${profile.id}`, wanted);
}
