import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { LocalstackContainer } from '@testcontainers/localstack';
import { GenericContainer, type StartedTestContainer, Wait } from 'testcontainers';
import type { TestProject } from 'vitest/node';
import { LOCAL_CREDENTIALS } from '../../localstack/local-aws/client-config.ts';
import { provision } from '../../localstack/provision/provision.ts';
import { ROOT, synthesize } from '../../localstack/stack/sources/synthesis.ts';
import { backendName } from '../../localstack/testing/backend.ts';
import { LOCALSTACK, MINISTACK } from './backends.ts';

const REGION = 'us-east-1';
const PORT = 4566;

/** An endpoint that is let go of in the end. */
interface Running {
  readonly endpoint: string;
  stop(): Promise<unknown>;
}

/**
 * Runs once before everything: starts the container that BACKEND names, or reuses what runs at BACKEND_ENDPOINT, and,
 * for the application's suite, puts the product into it. The services of ours run as a process of this machine and
 * not as their image: it is the same program, starts in a second, and needs no build of an image before each run.
 * docker-compose.yml is what the image is tried with.
 *
 * Everything ends with the run: also a killed one, by Ryuk (containers) and by the end of standard input (ours).
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const started: Running[] = [];
  const stop = async () => {
    for (const one of started.reverse()) await one.stop();
  };
  try {
    const aws = process.env.BACKEND_ENDPOINT
      ? { endpoint: process.env.BACKEND_ENDPOINT, stop: async () => {} }
      : await startContainer();
    started.push(aws);
    process.env.BACKEND_ENDPOINT = aws.endpoint;
    if (process.env.CONTAINERS_SUITES?.includes('app')) {
      const beside = process.env.BESIDE_ENDPOINT
        ? { endpoint: process.env.BESIDE_ENDPOINT, stop: async () => {} }
        : await startBeside(aws.endpoint);
      started.push(beside);
      project.provide('targets', [await installApplication(beside.endpoint)]);
    }
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startContainer(): Promise<Running> {
  const container = backendName === 'localstack' ? await startLocalStack() : await startMiniStack();
  return {
    endpoint: `http://${container.getHost()}:${container.getMappedPort(PORT)}`,
    stop: () => container.stop(),
  };
}

function startLocalStack(): Promise<StartedTestContainer> {
  return new LocalstackContainer(LOCALSTACK.image)
    .withEnvironment(LOCALSTACK.environment)
    .withTmpFs({ '/var/lib/localstack': 'exec' })
    .withStartupTimeout(120_000)
    .start();
}

function startMiniStack(): Promise<StartedTestContainer> {
  return new GenericContainer(MINISTACK.image)
    .withEnvironment(MINISTACK.environment)
    .withExposedPorts(PORT)
    .withWaitStrategy(Wait.forHttp(MINISTACK.health, PORT))
    .start();
}

/** Starts the services that LocalStack lacks; they end when their standard input does. */
async function startBeside(remote: string): Promise<Running> {
  const child = spawn(
    process.execPath,
    [join(ROOT, 'localstack/containers/main.ts'), '--port', '0', '--attached'],
    { env: { ...process.env, AWS_ENDPOINT_URL: remote }, stdio: ['pipe', 'pipe', 'ignore'] },
  );
  const { endpoint } = JSON.parse(await firstLine(child)) as { endpoint: string };
  const stop = async () => {
    const ended = once(child, 'exit');
    child.stdin?.end();
    await ended;
  };
  return { endpoint, stop };
}

async function firstLine(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) return line;
  throw new Error('localstack/containers/main.ts ended before it was ready.');
}

async function installApplication(endpoint: string) {
  await synthesize();
  const credentials = LOCAL_CREDENTIALS;
  const without = ['aws_cloudwatch_query_definition'];
  const { values } = await provision(join(ROOT, 'cdktf.out'), {
    endpoint,
    region: REGION,
    credentials,
    without,
  });
  return {
    name: backendName,
    apiUrl: String(values.api_url),
    userPoolId: String(values.user_pool_id),
    userPoolClientId: String(values.user_pool_client_id),
    tableName: String(values.table_name),
    stateMachineArn: String(values.state_machine_arn),
    region: REGION,
    endpoint,
    credentials,
    virtualClock: false,
  };
}
