import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import type { LoadUser, Team } from '../plan.ts';
import { LoadError } from './errors.ts';
import { callApi } from './http.ts';
import type { LoadTarget } from './target.ts';

/** How many people a load run acts as. */
export interface PopulationSize {
  readonly teams: number;
  readonly employeesPerTeam: number;
}

/** The population of a run, which datasets are made for as well. */
export const populationSize: PopulationSize = { teams: 4, employeesPerTeam: 5 };

interface Profile {
  readonly id: string;
  readonly roles: readonly string[];
  readonly managerId?: string | null;
}

/** The password of the load population: they exist only to be driven, on stages made for it. */
export const populationPassword = 'Load-Test-2026!';

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
    const signInNext = (team: number) => {
      const signingIn = team < size.teams ? signInTeam(cognito, target, team, size) : undefined;
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
  team: number,
  { employeesPerTeam }: PopulationSize,
): Promise<Team> {
  const [manager, ...employees] = await Promise.all([
    person(cognito, target, `load-manager-${team}@example.com`),
    ...Array.from({ length: employeesPerTeam }, (_, employee) =>
      person(cognito, target, `load-employee-${team}-${employee}@example.com`),
    ),
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
          { Name: 'name', Value: email.split('@')[0] },
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
