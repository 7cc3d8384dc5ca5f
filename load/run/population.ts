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
    const admin = await signIn(cognito, target, target.admin.email, target.admin.password);
    const prepareTeam = async (team: number): Promise<Team> => {
      const manager = await person(cognito, target, `load-manager-${team}@example.com`);
      const managerProfile = await profileOf(target, manager);
      await setUp(target, admin, managerProfile, { roles: ['employee', 'manager'] });
      // A token carries the groups that its owner had when it was minted.
      const signedInAgain = await signIn(cognito, target, manager.email, populationPassword);
      const employees = await Promise.all(
        Array.from({ length: size.employeesPerTeam }, async (_, employee) => {
          const user = await person(cognito, target, `load-employee-${team}-${employee}@example.com`);
          await setUp(target, admin, await profileOf(target, user), { managerId: managerProfile.id });
          return user;
        }),
      );
      return { manager: signedInAgain, employees };
    };
    return await Promise.all(Array.from({ length: size.teams }, (_, team) => prepareTeam(team)));
  } catch (error) {
    if (error instanceof LoadError) throw error;
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new LoadError('population', `The load population could not be made on ${target.apiUrl}: ${reason}`);
  } finally {
    cognito.destroy();
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
