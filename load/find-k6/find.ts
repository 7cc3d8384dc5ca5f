import { execFile } from 'node:child_process';
import { access, constants, mkdir, stat } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { LoadError } from '../errors.ts';
import { buildK6 } from './build.ts';
import { downloadK6 } from './download.ts';
import { k6Version, oldestMajor } from './release.ts';
import type { K6Search } from './search.ts';

export { type K6Search, k6Search } from './search.ts';

const run = promisify(execFile);

/** How k6 is started: a binary, or a container engine that runs it. */
export interface K6 {
  readonly command: string;
  /** What stands before k6's own arguments. */
  readonly prefix: readonly string[];
  readonly version: string;
  /** Where it was found, in words for a report. */
  readonly from: string;
}

/** The last resort. */
const image = `grafana/k6:${k6Version}`;

/**
 * Finds k6, in this order: `K6_BIN`, PATH, the cache, a pinned release, a build where Go is, the container image.
 *
 * @throws LoadError `k6-missing` when none of them can be had, naming the choices; the signal's reason when it was aborted
 */
export async function findK6(search: K6Search): Promise<K6> {
  const { K6_BIN } = search.environment;
  if (K6_BIN) return namedByEnvironment(K6_BIN);
  const failed: string[] = [];
  const inPath = await findInPath(search, failed);
  if (inPath) return inPath;

  const cached = join(search.cacheFolder, `v${k6Version}`, search.platform === 'win32' ? 'k6.exe' : 'k6');
  const cachedVersion = await versionOf(cached);
  if (cachedVersion) return { command: cached, prefix: [], version: cachedVersion, from: 'cache' };

  const found = (search.fetch && (await obtained(cached, search, failed))) ?? (await inContainer(search));
  if (found) return found;
  throw new LoadError(
    'k6-missing',
    `k6 ${k6Version} was not found: install it (https://grafana.com/docs/k6/latest/set-up/install-k6/), set K6_BIN to a k6 binary, ` +
      `allow downloads from github.com, install Go so that it can be built, or pull ${image} (tried: ${failed.join('; ') || 'PATH'}).`,
  );
}

async function namedByEnvironment(command: string): Promise<K6> {
  const version = await versionOf(command);
  if (!version) throw new LoadError('k6-missing', `K6_BIN names ${command}, which is not a k6 that runs.`);
  if (isTooOld(version)) {
    throw new LoadError(
      'k6-missing',
      `K6_BIN names ${command}, which is k6 ${version}: the scripts need k6 ${oldestMajor} or newer.`,
    );
  }
  return { command, prefix: [], version, from: 'K6_BIN' };
}

/**
 * The first k6 in PATH that runs the scripts.
 *
 * @param failed what was passed over, and why
 */
async function findInPath(search: K6Search, failed: string[]): Promise<K6 | undefined> {
  for await (const command of programsInPath('k6', search)) {
    const version = await versionOf(command);
    if (version && !isTooOld(version)) return { command, prefix: [], version, from: 'PATH' };
    const reason = version
      ? `${command} is k6 ${version}, and the scripts need k6 ${oldestMajor} or newer`
      : `${command} is not a k6 that runs`;
    failed.push(reason);
    search.log(`k6: passed over, ${reason}`);
  }
  return undefined;
}

/** Ways to a k6 that is not there, in their order: what takes seconds before what takes minutes. */
const ways: readonly {
  readonly from: string;
  readonly name: string;
  obtain(target: string, search: K6Search): Promise<void>;
}[] = [
  { from: 'release', name: 'the release', obtain: downloadK6 },
  {
    from: 'build',
    name: 'a build with Go',
    async obtain(target, search) {
      const go = await firstInPath('go', search);
      if (!go) throw new Error('Go is not in PATH');
      await buildK6(go, target, search);
    },
  },
];

/**
 * Downloads k6, or builds it.
 *
 * @param failed what did not work, in words
 */
async function obtained(target: string, search: K6Search, failed: string[]): Promise<K6 | undefined> {
  for (const { from, name, obtain } of ways) {
    try {
      await mkdir(dirname(target), { recursive: true });
      await obtain(target, search);
      const version = await versionOf(target);
      if (version) return { command: target, prefix: [], version, from };
      throw new Error('what came is no k6 that runs here');
    } catch (error) {
      search.signal?.throwIfAborted();
      const reason = firstLine(error);
      failed.push(reason);
      search.log(`k6: ${name} cannot be had, ${reason}`);
    }
  }
  return undefined;
}

/** The image, where a container engine has it. */
async function inContainer(search: K6Search): Promise<K6 | undefined> {
  const docker = await firstInPath('docker', search);
  if (!docker || !(await succeeds(docker, ['image', 'inspect', image]))) return undefined;
  const user = process.getuid ? ['--user', `${process.getuid()}:${process.getgid?.() ?? 0}`] : [];
  const folder = `${process.cwd()}:${process.cwd()}`;
  const prefix = ['run', '--rm', '--network=host', ...user, '-v', folder, image];
  return { command: docker, prefix, version: k6Version, from: `image ${image}` };
}

/** The version that a k6 says it is; undefined when the file is not a k6 that runs. */
async function versionOf(command: string): Promise<string | undefined> {
  try {
    const { stdout } = await run(command, ['version'], { timeout: 20_000 });
    return /k6(?:\.exe)? v(\S+)/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}

/** A version without a number, as that of a build of one's own may be, is taken as it is. */
function isTooOld(version: string): boolean {
  return Number.parseInt(version, 10) < oldestMajor;
}

async function succeeds(command: string, args: string[]): Promise<boolean> {
  return run(command, args, { timeout: 20_000 }).then(
    () => true,
    () => false,
  );
}

async function firstInPath(name: string, search: K6Search): Promise<string | undefined> {
  for await (const file of programsInPath(name, search)) return file;
  return undefined;
}

/** Every program of that name in PATH, in its order; a folder of that name is none. */
async function* programsInPath(name: string, { environment, platform }: K6Search): AsyncGenerator<string> {
  const endings = platform === 'win32' ? ['.exe', '.cmd'] : [''];
  for (const folder of (environment.PATH ?? environment.Path ?? '').split(delimiter).filter(Boolean)) {
    for (const ending of endings) {
      const file = join(folder, name + ending);
      if (await isProgram(file)) yield file;
    }
  }
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] as string;
}
