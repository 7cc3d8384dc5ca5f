import type { CognitoIdentityProviderClientConfig } from '@aws-sdk/client-cognito-identity-provider';
import { stackPeople, startStackProcess } from '../../localstack/stack/stack-process.ts';
import { LoadError } from '../errors.ts';
import type { Log } from '../log.ts';
import { teamsAmong, wantedPeople } from '../population/local.ts';
import { type PopulationSize, populationPassword } from '../population/population.ts';
import type { LoadSide, Team } from '../shared/plan.ts';
import { findStage, readOutputs, required } from './stage.ts';

/** What a run is aimed at: an API, the user pool in front of it, and somebody who may administer its users. */
export interface LoadTarget extends AsyncDisposable {
  readonly name: string;
  readonly apiUrl: string;
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  /** The address of Cognito's API, where people sign in. */
  readonly cognitoUrl: string;
  /** The table, for what measures with a filled one. */
  readonly tableName?: string;
  /** The approval's state machine, for what starts executions by itself. */
  readonly stateMachineArn?: string;
  readonly admin: { readonly email: string; readonly password: string };
  /** How the SDK reaches the target's AWS. */
  readonly aws: Pick<CognitoIdentityProviderClientConfig, 'endpoint' | 'region' | 'credentials'>;
  /** The process that serves a local target; undefined elsewhere. */
  readonly processId?: number;
  /** The load's people, signed in, where the target was started with them. */
  readonly teams?: readonly Team[];
}

/** A target with people who are signed in to it, as plans have it. */
export function sideOf(target: LoadTarget, teams: readonly Team[]): LoadSide {
  const { apiUrl, cognitoUrl: url, userPoolClientId: clientId } = target;
  return { apiUrl, teams, signIn: { url, clientId, password: populationPassword } };
}

/** How a local target is started. */
export interface LocalPlace {
  /** Whose stacks and whose local AWS; default: this checkout's. */
  readonly checkout?: string;
  /** Where it keeps everything, and what it finds there; absent: in memory, and empty. */
  readonly dataDirectory?: string;
  /** How large its heap may grow, in MiB. */
  readonly heapMiB?: number;
  /** How many of the load's people it starts with; default: none. */
  readonly population?: PopulationSize;
}

/**
 * Starts a fresh local AWS with the stacks in it; it ends when the target is disposed of.
 *
 * @throws LoadError `target` with the reason when it cannot start
 */
export async function embeddedTarget(
  log: Log,
  signal?: AbortSignal,
  { population, ...place }: LocalPlace = {},
): Promise<LoadTarget> {
  const stack = await startStackProcess({
    log: (line) => isProgress(line) && log(line.trim()),
    ...place,
    ...(population ? { people: wantedPeople(population) } : {}),
    ...(signal ? { signal } : {}),
  }).catch((error: Error) => {
    throw new LoadError('target', error.message);
  });
  const { outputs, people, endpoint, region, processId } = stack;
  return {
    name: 'embedded',
    apiUrl: required(outputs, 'api_url'),
    userPoolId: required(outputs, 'user_pool_id'),
    userPoolClientId: required(outputs, 'user_pool_client_id'),
    cognitoUrl: `${endpoint}/`,
    tableName: required(outputs, 'table_name'),
    stateMachineArn: required(outputs, 'state_machine_arn'),
    admin: stackPeople.admin,
    aws: { endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } },
    processId,
    ...(population ? { teams: teamsAmong(people, population) } : {}),
    [Symbol.asyncDispose]: () => stack.stop(),
  };
}

/** The alarms of a stage that began a second ago miss what it has had no time to do: they say nothing of a run. */
function isProgress(line: string): boolean {
  return !line.trimStart().startsWith('alarm ');
}

/**
 * A deployed API.
 *
 * @throws LoadError `target` when the outputs or the admin are missing
 */
export async function deployedTarget(
  apiUrl: string,
  outputsFile: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<LoadTarget> {
  if (!outputsFile)
    throw new LoadError('target', `--target ${apiUrl} needs --outputs FILE with its user pool.`);
  const { LOAD_ADMIN_EMAIL: email, LOAD_ADMIN_PASSWORD: adminPassword } = environment;
  if (!email || !adminPassword) {
    throw new LoadError(
      'target',
      `${apiUrl} needs LOAD_ADMIN_EMAIL and LOAD_ADMIN_PASSWORD of an admin there.`,
    );
  }
  const outputs = await readOutputs(outputsFile);
  const userPoolId = required(outputs, 'user_pool_id');
  return {
    name: environment.LOAD_TARGET_NAME ?? new URL(apiUrl).host,
    apiUrl,
    userPoolId,
    userPoolClientId: required(outputs, 'user_pool_client_id'),
    cognitoUrl: cognitoUrl(userPoolId.split('_')[0] as string, environment),
    ...optional(outputs, 'table_name', 'tableName'),
    ...optional(outputs, 'state_machine_arn', 'stateMachineArn'),
    admin: { email, password: adminPassword },
    aws: { region: userPoolId.split('_')[0] as string },
    [Symbol.asyncDispose]: async () => {},
  };
}

/**
 * A deployed stage, by the name that it was deployed with from this checkout.
 *
 * @throws LoadError `target` when it is not deployed, does not answer, or the admin is missing
 */
export async function stageTarget(
  stage: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<LoadTarget> {
  const { apiUrl, file } = await findStage(stage, environment);
  return deployedTarget(apiUrl, file, { LOAD_TARGET_NAME: stage, ...environment });
}

/** Where the SDK would find Cognito, by its standard variables. */
function cognitoUrl(region: string, environment: Readonly<Record<string, string | undefined>>): string {
  return (
    environment.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER ??
    environment.AWS_ENDPOINT_URL ??
    `https://cognito-idp.${region}.amazonaws.com/`
  );
}

function optional<Member extends string>(
  outputs: Readonly<Record<string, unknown>>,
  name: string,
  member: Member,
): Partial<Record<Member, string>> {
  const value = outputs[name];
  return typeof value === 'string' ? ({ [member]: value } as Record<Member, string>) : {};
}
