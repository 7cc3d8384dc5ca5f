import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, chmod, constants, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { LoadError } from './errors.ts';
import { checksumsUrl, k6Version, pinnedChecksums, releaseAsset, releaseUrl } from './k6-release.ts';

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

/** Where k6 is looked for; given from outside so that tests need neither network nor a machine without k6. */
export interface K6Search {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where a built or downloaded k6 is kept, by version. */
  readonly cacheFolder: string;
  readonly platform: NodeJS.Platform;
  readonly architecture: string;
  readonly log: (message: string) => void;
  /** What downloads; absent: a k6 is neither built nor downloaded. */
  readonly fetch?: typeof fetch;
}

/** Looks on this machine, and builds or downloads what is not there. */
export function k6Search(log: (message: string) => void): K6Search {
  return {
    environment: process.env,
    cacheFolder: join(import.meta.dirname, '..', '..', '.cache', 'k6'),
    platform: process.platform,
    architecture: process.arch,
    log,
    fetch,
  };
}

/**
 * Finds k6, in this order: `K6_BIN`, PATH, the cache, a build where Go is, a pinned release, the container
 * image.
 *
 * @throws LoadError `k6-missing` when none of them can be had, naming the choices
 */
export async function findK6(search: K6Search): Promise<K6> {
  const { environment, log } = search;
  if (environment.K6_BIN) {
    const version = await versionOf(environment.K6_BIN);
    if (!version)
      throw new LoadError('k6-missing', `K6_BIN names ${environment.K6_BIN}, which is not a k6 that runs.`);
    return { command: environment.K6_BIN, prefix: [], version, from: 'K6_BIN' };
  }
  const inPath = await findInPath('k6', search);
  const pathVersion = inPath && (await versionOf(inPath));
  if (inPath && pathVersion) return { command: inPath, prefix: [], version: pathVersion, from: 'PATH' };

  const cached = join(search.cacheFolder, `v${k6Version}`, search.platform === 'win32' ? 'k6.exe' : 'k6');
  const cachedVersion = await versionOf(cached);
  if (cachedVersion) return { command: cached, prefix: [], version: cachedVersion, from: 'cache' };

  const reasons: string[] = [];
  for (const [from, obtain] of search.fetch
    ? ([
        ['build', build],
        ['release', download],
      ] as const)
    : []) {
    try {
      await mkdir(join(search.cacheFolder, `v${k6Version}`), { recursive: true });
      await obtain(cached, search);
      const version = await versionOf(cached);
      if (version) return { command: cached, prefix: [], version, from };
    } catch (error) {
      reasons.push(firstLine(error));
      log(`k6 from ${from}: ${firstLine(error)}`);
    }
  }
  const docker = await findInPath('docker', search);
  const image = `grafana/k6:${k6Version}`;
  if (docker && (await succeeds(docker, ['image', 'inspect', image]))) {
    const user = process.getuid ? ['--user', `${process.getuid()}:${process.getgid?.() ?? 0}`] : [];
    const prefix = [
      'run',
      '--rm',
      '--network=host',
      ...user,
      '-v',
      `${process.cwd()}:${process.cwd()}`,
      image,
    ];
    return { command: docker, prefix, version: k6Version, from: `image ${image}` };
  }
  throw new LoadError(
    'k6-missing',
    `k6 ${k6Version} was not found: install it (https://grafana.com/docs/k6/latest/set-up/install-k6/), set K6_BIN to a k6 binary, ` +
      `install Go so that it can be built, allow downloads from github.com, or pull ${image} (tried: ${reasons.join('; ') || 'PATH'}).`,
  );
}

/** Builds k6 from its module; `go install` refuses modules with replace directives, a module that names it as a tool does not. */
async function build(target: string, search: K6Search): Promise<void> {
  const go = await findInPath('go', search);
  if (!go) throw new Error('Go is not in PATH');
  search.log(`building k6 ${k6Version} with Go, once (about two minutes)`);
  const folder = await mkdtemp(join(tmpdir(), 'k6-build-'));
  try {
    const module = `module k6build\n\ngo 1.25\n\nrequire go.k6.io/k6/v2 v${k6Version}\n\ntool go.k6.io/k6/v2\n`;
    await writeFile(join(folder, 'go.mod'), module);
    const options = {
      cwd: folder,
      env: { ...search.environment, CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false' },
    };
    await run(go, ['mod', 'tidy'], options);
    await run(go, ['build', '-trimpath', '-ldflags', '-s -w', '-o', target, 'go.k6.io/k6/v2'], options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Downloads the release for this platform and refuses it when its SHA-256 is not the published one. */
async function download(
  target: string,
  { platform, architecture, fetch = globalThis.fetch, log }: K6Search,
): Promise<void> {
  const asset = releaseAsset(platform, architecture);
  if (!asset) throw new Error(`k6 has no release for ${platform}/${architecture}`);
  log(`downloading ${asset}`);
  const archive = await body(fetch, releaseUrl(asset));
  const expected =
    pinnedChecksums[asset] ?? checksumIn(Buffer.from(await body(fetch, checksumsUrl)).toString(), asset);
  const actual = createHash('sha256').update(archive).digest('hex');
  if (actual !== expected) throw new Error(`${asset} has SHA-256 ${actual} where ${expected} was expected`);
  const binary = await extract(archive, asset);
  await writeFile(`${target}.part`, binary);
  await chmod(`${target}.part`, 0o755);
  await rename(`${target}.part`, target);
}

async function body(get: typeof fetch, url: string): Promise<Uint8Array> {
  const response = await get(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

function checksumIn(list: string, asset: string): string {
  const line = list.split('\n').find((each) => each.trim().endsWith(asset));
  if (!line) throw new Error(`the release's checksums do not list ${asset}`);
  return line.trim().split(/\s+/)[0] as string;
}

async function extract(archive: Uint8Array, asset: string): Promise<Uint8Array> {
  const [{ unzipSync }, { parseTarGzip }] = await Promise.all([import('fflate'), import('nanotar')]);
  const isBinary = (name: string) => /(^|\/)k6(\.exe)?$/.test(name);
  const entry = asset.endsWith('.zip')
    ? Object.entries(unzipSync(archive, { filter: ({ name }) => isBinary(name) }))[0]?.[1]
    : (await parseTarGzip(archive)).find(({ name }) => isBinary(name))?.data;
  if (!entry) throw new Error(`${asset} holds no k6`);
  return entry;
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

async function succeeds(command: string, args: string[]): Promise<boolean> {
  return run(command, args, { timeout: 20_000 }).then(
    () => true,
    () => false,
  );
}

async function findInPath(name: string, { environment, platform }: K6Search): Promise<string | undefined> {
  const endings = platform === 'win32' ? ['.exe', '.cmd'] : [''];
  for (const folder of (environment.PATH ?? environment.Path ?? '').split(delimiter).filter(Boolean)) {
    for (const ending of endings) {
      const file = join(folder, name + ending);
      if (
        await access(file, constants.X_OK).then(
          () => true,
          () => false,
        )
      )
        return file;
    }
  }
  return undefined;
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] as string;
}
