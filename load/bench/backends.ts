import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LoadError } from '../errors.ts';
import { deployedTarget, embeddedTarget, type LoadTarget } from '../run/target.ts';
import { residentMiB } from './memory.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');

/** A local AWS with the product in it, and how much memory it takes. */
export interface Backend extends AsyncDisposable {
  readonly target: LoadTarget;
  /** From the call that starts it until it is ready, images present, in seconds. */
  readonly bootSeconds: number;
  /** Resident memory of all that belongs to it, in MiB. */
  memoryMiB(): Promise<number>;
}

/** What runs beside what, as docker-compose.yml has it. */
const compositions = {
  localstack: {
    profile: [],
    ready: ['ready'],
    provision: 'provision',
    members: ['localstack', 'aws'],
    endpoint: 'http://127.0.0.1:4567',
  },
  ministack: {
    profile: ['--profile', 'ministack'],
    ready: ['ministack-ready'],
    provision: 'ministack-provision',
    members: ['ministack', 'ministack-aws'],
    endpoint: 'http://127.0.0.1:4569',
  },
} as const;

/** The backends that can be compared, by their names on the command line. */
export const backends = { embedded: undefined, ...compositions };
export type BackendName = keyof typeof backends;

/**
 * Starts a backend with the product in it. The containers' images are built before, so that they are not counted.
 *
 * @throws LoadError `backend` with the engine's own words when the containers do not come up
 */
export async function startBackend(name: BackendName): Promise<Backend> {
  if (name !== 'embedded') return startComposition(name);
  const started = performance.now();
  const target = await embeddedTarget(() => {});
  return {
    target,
    bootSeconds: (performance.now() - started) / 1000,
    memoryMiB: () => residentMiB(target.processId),
    [Symbol.asyncDispose]: () => target[Symbol.asyncDispose](),
  };
}

async function startComposition(name: keyof typeof compositions): Promise<Backend> {
  const { profile, ready, provision, members, endpoint } = compositions[name];
  const compose = (...args: string[]) =>
    run('docker', ['compose', ...profile, ...args], { cwd: root, maxBuffer: 2 ** 26 }).catch(
      (error: Error) => {
        throw new LoadError(
          'backend',
          `docker compose ${args[0]}: ${error.message.trim().split('\n').at(-1)}`,
        );
      },
    );
  const stop = () => compose('down', '--volumes', '--timeout', '2').then(() => {});
  const folder = await mkdtemp(join(tmpdir(), 'backend-'));
  try {
    await compose('build', members[1]);
    const started = performance.now();
    await compose('up', '--wait', ...ready);
    const bootSeconds = (performance.now() - started) / 1000;
    const outputs = join(folder, 'outputs.json');
    await compose('cp', `${provision}:/stack/outputs.json`, outputs);
    const { api_url: apiUrl } = JSON.parse(await readFile(outputs, 'utf8')) as { api_url: string };
    const deployed = await deployedTarget(apiUrl, outputs, {
      LOAD_TARGET_NAME: name,
      LOAD_ADMIN_EMAIL: 'admin@example.com',
      LOAD_ADMIN_PASSWORD: 'Expenses-on-my-laptop-1',
    });
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    return {
      target: { ...deployed, aws: { ...deployed.aws, endpoint, credentials } },
      bootSeconds,
      memoryMiB: () => memoryOf(compose, members),
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Asks the engine, whose units are binary. */
async function memoryOf(
  compose: (...args: string[]) => Promise<{ stdout: string }>,
  members: readonly string[],
): Promise<number> {
  const { stdout: ids } = await compose('ps', '--quiet', ...members);
  const { stdout } = await run('docker', [
    'stats',
    '--no-stream',
    '--format',
    '{{.MemUsage}}',
    ...ids.trim().split(/\s+/),
  ]);
  const units: Record<string, number> = { KiB: 1 / 1024, MiB: 1, GiB: 1024 };
  return stdout
    .trim()
    .split('\n')
    .map((line) => /([\d.]+)(\w+)/.exec(line))
    .reduce((sum, match) => sum + Number(match?.[1]) * (units[match?.[2] ?? ''] ?? 0), 0);
}
