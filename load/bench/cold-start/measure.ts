import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { GetFunctionConfigurationCommand, LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import { LoadError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { LoadTarget } from '../../run/target.ts';
import { inPairs, type Pairs } from '../in-pairs.ts';
import { type Figure, median } from '../results.ts';
import { aPair, enterExpense } from '../someone.ts';
import { readExpenseEvent } from './event.ts';
import type { Sample } from './sample.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** A built function, and what it is started and called with. */
interface Start {
  readonly bundle: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly event: object;
}

/**
 * How long the `http` function takes to start and to answer its first event, beside a bare handler bundled in the
 * same way, in fresh processes of each in turn. The ratios are the medians over the pairs.
 *
 * @param target a local AWS with the stacks in it: it knows the function's variables and answers its calls
 * @param pairs how many processes of each
 */
export async function measureColdStart(target: LoadTarget, pairs: number, log: Log): Promise<Figure[]> {
  // Inside the checkout, where the bare handler finds the packages that it is bundled with.
  await mkdir(join(root, '.cache'), { recursive: true });
  const folder = await mkdtemp(join(root, '.cache', 'cold-start-'));
  try {
    const surroundings = {
      environment: await functionEnvironment(target, folder),
      event: await firstEvent(target),
    };
    const http = { ...surroundings, bundle: join(root, 'dist', 'lambda', 'http', 'index.mjs') };
    const bare = { ...surroundings, bundle: await buildBare(folder) };
    // The files come from the disk once, and not in any of the pairs.
    await startFresh(http);
    await startFresh(bare);
    const sides = { a: () => startFresh(http), b: () => startFresh(bare) };
    const samples = await inPairs(pairs, sides, (a, b, number) =>
      log(
        `pair ${number} of ${pairs}: http ${a.init.toFixed(0)} ms, bare ${b.init.toFixed(0)} ms until it can be called`,
      ),
    );
    return figuresOf(samples, await codeBytes(http), await codeBytes(bare));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Bundles the bare handler with the settings that the functions are bundled with. */
async function buildBare(folder: string): Promise<string> {
  await mkdir(join(folder, 'app', 'lambda'), { recursive: true });
  await copyFile(join(import.meta.dirname, 'bare.ts'), join(folder, 'app', 'lambda', 'bare.ts'));
  const build = [join(root, 'cdktf', 'build.ts'), folder];
  await promisify(execFile)(process.execPath, build).catch((error: { stderr: string }) => {
    throw new LoadError('target', `The bare handler cannot be built: ${error.stderr.trim()}`);
  });
  return join(folder, 'dist', 'lambda', 'bare', 'index.mjs');
}

/** Bytes of all the code, also of what is loaded at first use only. */
async function codeBytes({ bundle }: Start): Promise<number> {
  const folder = dirname(bundle);
  const files = (await readdir(folder)).filter((file) => file.endsWith('.mjs'));
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(folder, file))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The variables that Lambda would start the function with, and none of this process's. */
async function functionEnvironment({ aws }: LoadTarget, home: string): Promise<Record<string, string>> {
  const client = new LambdaClient(aws as never);
  try {
    let name: string | undefined;
    for await (const { Functions = [] } of paginateListFunctions({ client }, {})) {
      name ??= Functions.map(({ FunctionName = '' }) => FunctionName).find((each) => each.endsWith('-http'));
    }
    if (!name) throw new LoadError('target', 'The local AWS has no function http.');
    const configuration = await client.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
    return {
      ...configuration.Environment?.Variables,
      TZ: ':UTC',
      LANG: 'en_US.UTF-8',
      // No configuration of whoever measures is read.
      HOME: home,
      AWS_ENDPOINT_URL: String(aws.endpoint),
      AWS_REGION: String(aws.region),
      AWS_DEFAULT_REGION: String(aws.region),
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_EXECUTION_ENV: `AWS_Lambda_${configuration.Runtime}`,
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(configuration.MemorySize),
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    };
  } finally {
    client.destroy();
  }
}

async function firstEvent(target: LoadTarget): Promise<object> {
  const { employee } = await aPair(target);
  const { id } = await enterExpense(target, employee);
  return readExpenseEvent(employee, id);
}

/**
 * One start in a process of its own.
 * @throws LoadError `target` when the process ends without an answer, or the answer is not 200
 */
async function startFresh({ bundle, environment, event }: Start): Promise<Sample> {
  const child = fork(join(import.meta.dirname, 'sample.ts'), [bundle, JSON.stringify(event)], {
    env: environment,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let errorOutput = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errorOutput += text;
  });
  let sample: Sample | undefined;
  child.once('message', (message) => {
    sample = message as Sample;
  });
  await once(child, 'close');
  if (sample?.status === 200) return sample;
  const reason = sample ? `it answered ${sample.status}` : errorOutput.trim().slice(0, 300);
  throw new LoadError('target', `${bundle} did not serve its first event: ${reason}`);
}

function figuresOf({ a: http, b: bare }: Pairs<Sample>, httpBytes: number, bareBytes: number): Figure[] {
  const middle = (samples: readonly Sample[], part: 'init' | 'first') =>
    median(samples.map((sample) => sample[part]));
  const ratio = (part: 'init' | 'first') =>
    median(http.map((sample, pair) => sample[part] / (bare[pair]?.[part] ?? sample[part])));
  return [
    { name: 'http, until it can be called', value: middle(http, 'init'), unit: 'ms' },
    { name: 'bare handler, until it can be called', value: middle(bare, 'init'), unit: 'ms' },
    { name: 'until it can be called, http to bare', value: ratio('init'), unit: ': 1', atMost: 2 },
    { name: 'http, first event', value: middle(http, 'first'), unit: 'ms' },
    { name: 'bare handler, first event', value: middle(bare, 'first'), unit: 'ms' },
    { name: 'first event, http to bare', value: ratio('first'), unit: ': 1' },
    { name: 'http, code', value: httpBytes / 1e6, unit: 'MB', atMost: 1.5 },
    { name: 'bare handler, code', value: bareBytes / 1e6, unit: 'MB' },
  ];
}
