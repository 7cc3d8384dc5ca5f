import type { TestProject } from 'vitest/node';
import { type StackProcess, startStackProcess } from '../../../localstack/stack/stack-process.ts';
import type { Target } from './target.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The variables that describe a target which runs already, named after the definition's outputs. */
const VARIABLES = {
  apiUrl: 'API_URL',
  userPoolId: 'USER_POOL_ID',
  userPoolClientId: 'USER_POOL_CLIENT_ID',
  tableName: 'TABLE_NAME',
  stateMachineArn: 'STATE_MACHINE_ARN',
} as const;

/**
 * Runs once before the suite. Without API_URL it starts a local stack for each worker, in a process of its own; with it,
 * the suite talks to what runs there (AWS_ENDPOINT_URL says where its AWS is; absent: AWS itself; VIRTUAL_CLOCK=true
 * where that is an embedded AWS for all services).
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (process.env.API_URL !== undefined) {
    project.provide('targets', [targetOf(process.env)]);
    return async () => {};
  }
  // Seconds, not minutes: a stack that cannot start has to say so.
  const signal = AbortSignal.timeout(60_000);
  const starts = await Promise.allSettled(
    Array.from({ length: stacksNeeded(project) }, () => startStackProcess({ signal })),
  );
  const stacks = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
  const stop = async () => {
    await Promise.all(stacks.map((stack) => stack.stop()));
  };
  const failure = starts.find((start) => start.status === 'rejected');
  if (failure) {
    await stop();
    throw failure.reason;
  }
  project.provide('targets', stacks.map(embedded));
  return stop;
}

/** A worker for which there is no file needs no stack. */
function stacksNeeded({ config, vitest }: TestProject): number {
  const files = vitest.state.getPaths().filter((file) => file.includes('/test/app/'));
  return Math.max(1, Math.min(config.maxWorkers, files.length));
}

function embedded({ outputs, endpoint, region }: StackProcess): Target {
  return {
    ...targetOf({
      ...Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name.toUpperCase(), value])),
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    }),
    name: 'the embedded AWS',
    virtualClock: true,
  };
}

/** The target that `environment` describes. Throws an error that names every variable it lacks. */
function targetOf(environment: Environment): Target {
  const missing = Object.values(VARIABLES).filter((name) => !environment[name]);
  if (missing.length > 0) throw new Error(`API_URL is set, so these are needed too: ${missing.join(', ')}.`);
  const read = (name: string) => environment[name] ?? '';
  const endpoint = environment.AWS_ENDPOINT_URL;
  const { SIGN_IN_URL: signInUrl, WEB_CLIENT_ID: clientId } = environment;
  return {
    name: endpoint ?? 'AWS',
    apiUrl: read(VARIABLES.apiUrl),
    userPoolId: read(VARIABLES.userPoolId),
    userPoolClientId: read(VARIABLES.userPoolClientId),
    tableName: read(VARIABLES.tableName),
    stateMachineArn: read(VARIABLES.stateMachineArn),
    ...(signInUrl && clientId && { web: { signInUrl, clientId } }),
    region: environment.AWS_REGION ?? 'us-east-1',
    virtualClock: environment.VIRTUAL_CLOCK === 'true',
    ...(endpoint && {
      endpoint,
      credentials: {
        accessKeyId: environment.AWS_ACCESS_KEY_ID ?? 'test',
        secretAccessKey: environment.AWS_SECRET_ACCESS_KEY ?? 'test',
      },
    }),
  };
}
