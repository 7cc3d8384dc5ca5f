import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findK6, type K6Search } from './find.ts';
import { aRelease, type ReleaseServer, shaOf, zipOf } from './release.fixture.ts';
import { k6Version, releaseAsset } from './release.ts';

const asset = `k6-v${k6Version}-linux-amd64.tar.gz`;

let folder: string;
let cacheFolder: string;
let server: ReleaseServer;
let lines: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'find-k6-'));
  cacheFolder = join(folder, 'cache');
  await mkdir(join(folder, 'bin'));
  lines = [];
  server = await aRelease();
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

/** A machine with nothing in PATH but what a test puts there, and the release on a server of the test's. */
function search(overrides: Partial<K6Search> = {}): K6Search {
  return {
    environment: { PATH: join(folder, 'bin') },
    cacheFolder,
    platform: 'linux',
    architecture: 'x64',
    log: (line) => lines.push(line),
    fetch,
    release: { url: server.url, checksums: { [asset]: shaOf(server.archive) }, patience: 10_000 },
    ...overrides,
  };
}

/** Puts a program into PATH: a shell script, as on every system that has a shell. */
async function program(name: string, script: string, where = 'bin'): Promise<void> {
  const file = join(folder, where, name);
  await mkdir(join(folder, where), { recursive: true });
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
}

/** A Go that says what Go says, and builds a k6 that says its version. */
const go = `
echo "$@" >> "${'$'}{0%/*}/go.log"
case "$1" in
  mod) for i in 1 2 3; do echo "go: downloading example.com/module$i v1.0.0" >&2; done ;;
  list) for i in 1 2 3 4 5 6 7 8 9 10; do echo "example.com/package$i"; done ;;
  build)
    for i in 1 2 3 4 5 6 7 8 9 10; do echo "example.com/package$i" >&2; done
    while [ "$1" != -o ]; do shift; done
    printf '#!/bin/sh\\necho "k6 v${k6Version} (built)"\\n' > "$2"
    /bin/chmod +x "$2" ;;
esac`;

const kept = () => readdir(join(cacheFolder, `v${k6Version}`)).catch(() => []);

describe('finding k6', () => {
  test('a machine without any way to k6 gets one sentence with its choices', async () => {
    const error = await findK6(search({ platform: 'aix', architecture: 'ppc64' })).catch(
      (refusal: Error) => refusal,
    );
    expect(error).toMatchObject({ code: 'k6-missing' });
    expect((error as Error).message).toMatch(
      /install it.*K6_BIN.*github\.com.*Go.*grafana\/k6.*\(tried: there is none for aix\/ppc64; Go is not in PATH\)/,
    );
    expect((error as Error).message).not.toContain('\n');
  });

  test('a K6_BIN that is no k6 is said, not passed over', async () => {
    const environment = { K6_BIN: process.execPath };
    await expect(findK6(search({ environment }))).rejects.toThrow(/K6_BIN names .* not a k6 that runs/);
  });

  test('k6 has an archive for the common platforms, and none for others', () => {
    expect(releaseAsset('linux', 'x64')).toBe(asset);
    expect(releaseAsset('darwin', 'arm64')).toBe(`k6-v${k6Version}-macos-arm64.zip`);
    expect(releaseAsset('win32', 'x64')).toBe(`k6-v${k6Version}-windows-amd64.zip`);
    expect(releaseAsset('aix', 'ppc64')).toBeUndefined();
  });
});

// What is downloaded and built here are shell scripts.
describe.skipIf(process.platform === 'win32')('k6 where the machine has none', () => {
  test('is the one in PATH, then the one in the cache, and only then one from elsewhere', async () => {
    expect(await findK6(search())).toMatchObject({ from: 'release', version: k6Version });
    expect(await findK6(search())).toMatchObject({ from: 'cache' });
    expect(server.asked).toHaveLength(1);
    await program('k6', 'echo "k6 v9.9.9"');
    expect(await findK6(search())).toMatchObject({ from: 'PATH', version: '9.9.9' });
  });

  test('is not one that is too old for the scripts, which is said', async () => {
    await program('k6', 'echo "k6 v0.49.0 (go1.21.6, linux/amd64)"');
    expect(await findK6(search())).toMatchObject({ from: 'release', version: k6Version });
    const old = join(folder, 'bin', 'k6');
    expect(lines[0]).toBe(`k6: passed over, ${old} is k6 0.49.0, and the scripts need k6 2 or newer`);
  });

  test('is said to be too old where K6_BIN names it, and where there is no other', async () => {
    await program('k6', 'echo "k6 v1.7.0"');
    const old = join(folder, 'bin', 'k6');
    await expect(findK6(search({ environment: { K6_BIN: old } }))).rejects.toMatchObject({
      code: 'k6-missing',
      message: `K6_BIN names ${old}, which is k6 1.7.0: the scripts need k6 2 or newer.`,
    });
    const { fetch: _, ...offline } = search();
    await expect(findK6(offline)).rejects.toThrow(
      `(tried: ${old} is k6 1.7.0, and the scripts need k6 2 or newer)`,
    );
  });

  test('is the first in PATH that works, whatever else has its name before it', async () => {
    await mkdir(join(folder, 'first', 'k6'), { recursive: true });
    await program('k6', 'exit 1', 'second');
    await program('k6', 'echo "k6 v1.7.0"', 'third');
    await program('k6', 'echo "k6 v9.9.9"', 'fourth');
    await program('k6', 'echo "k6 v8.8.8"', 'fifth');
    const folders = ['nowhere', 'first', 'second', 'third', 'fourth', 'fifth'];
    const PATH = folders.map((name) => join(folder, name)).join(delimiter);
    expect(await findK6(search({ environment: { PATH } }))).toEqual({
      command: join(folder, 'fourth', 'k6'),
      prefix: [],
      version: '9.9.9',
      from: 'PATH',
    });
    expect(lines).toEqual([
      `k6: passed over, ${join(folder, 'second', 'k6')} is not a k6 that runs`,
      `k6: passed over, ${join(folder, 'third', 'k6')} is k6 1.7.0, and the scripts need k6 2 or newer`,
    ]);
  });

  test('is not built by a folder whose name is go', async () => {
    delete server.files[asset];
    await mkdir(join(folder, 'bin', 'go'));
    await program('go', go, 'later');
    const PATH = [join(folder, 'bin'), join(folder, 'later')].join(delimiter);
    expect(await findK6(search({ environment: { PATH } }))).toMatchObject({ from: 'build' });
  });

  test('is downloaded before two minutes of building are spent', async () => {
    await program('go', go);
    expect(await findK6(search())).toMatchObject({ from: 'release' });
    await expect(readFile(join(folder, 'bin', 'go.log'))).rejects.toThrow('ENOENT');
  });

  test('says how far the download is', async () => {
    await findK6(search());
    const megabytes = (server.archive.byteLength / 1e6).toFixed(1);
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines)
      expect(line).toMatch(new RegExp(`^downloading ${asset}: [\\d.]+ of ${megabytes} MB \\(\\d+ %\\)$`));
    expect(lines.at(-1)).toContain('(100 %)');
  });

  test('is looked up in the list of checksums of the release where none is pinned', async () => {
    const zip = zipOf('k6');
    server.files[`k6-v${k6Version}-macos-arm64.zip`] = zip;
    server.files[`k6-v${k6Version}-checksums.txt`] = Buffer.from(
      `${'0'.repeat(64)}  ${asset}\n${shaOf(zip)}  k6-v${k6Version}-macos-arm64.zip\n`,
    );
    const mac = search({ platform: 'darwin', architecture: 'arm64' });
    expect(await findK6(mac)).toMatchObject({ from: 'release', version: k6Version });
  });

  test('two at once get it both, and leave nothing but it', async () => {
    const both = await Promise.all([findK6(search()), findK6(search())]);
    expect(both.map(({ version }) => version)).toEqual([k6Version, k6Version]);
    expect(await kept()).toEqual(['k6']);
  });

  test('is waited for as long as something comes, however slowly', async () => {
    server.pause = 60;
    const release = { url: server.url, checksums: search().release.checksums, patience: 500 };
    expect(await findK6(search({ release }))).toMatchObject({ from: 'release' });
  });
});

describe.skipIf(process.platform === 'win32')('a release that cannot be had', () => {
  /** The sentence that names everything that was tried. */
  async function refusal(overrides: Partial<K6Search> = {}): Promise<string> {
    const error = await findK6(search(overrides)).catch((reason: Error) => reason);
    expect(error).toMatchObject({ code: 'k6-missing' });
    expect(await kept()).toEqual([]);
    return (error as Error).message;
  }

  test('for a wrong checksum is refused, and not kept', async () => {
    const wrong = { url: server.url, checksums: { [asset]: '0'.repeat(64) }, patience: 10_000 };
    expect(await refusal({ release: wrong })).toMatch(
      /k6-v\S+ has SHA-256 [0-9a-f]{64} where 0{64} was expected/,
    );
  });

  test('for an archive without k6 in it is refused', async () => {
    server.files[asset] = server.empty;
    const checksums = { [asset]: shaOf(server.files[asset]) };
    expect(await refusal({ release: { url: server.url, checksums, patience: 10_000 } })).toContain(
      `${asset} holds no k6`,
    );
  });

  test('because it is not there says the status', async () => {
    delete server.files[asset];
    expect(await refusal()).toContain(`/${asset} answered 404`);
  });

  test('because it broke off says how far it came', async () => {
    server.ending = 'cut';
    expect(await refusal()).toMatch(/tar\.gz broke off after [\d.]+ of [\d.]+ MB \(\d+ %\); Go/);
  });

  test('because nothing comes any more is not waited for', async () => {
    server.ending = 'silence';
    const release = { url: server.url, checksums: search().release.checksums, patience: 1_000 };
    expect(await refusal({ release })).toMatch(/broke off after .* \(\d+ %\): nothing came for 1 s/);
  });

  test('because nobody answers is not waited for', async () => {
    server.ending = 'no answer';
    const release = { url: server.url, checksums: search().release.checksums, patience: 500 };
    expect(await refusal({ release })).toMatch(/127\.0\.0\.1:\d+ did not answer within 0\.5 s/);
  });

  test('because nobody is there says so', async () => {
    await server.close();
    expect(await refusal()).toMatch(/127\.0\.0\.1:\d+ cannot be reached \(ECONNREFUSED\)/);
  });

  test('leads to a build with Go, which says why, and how far it is', async () => {
    delete server.files[asset];
    await program('go', go);
    expect(await findK6(search())).toMatchObject({ from: 'build', version: k6Version });
    expect(lines).toEqual([
      expect.stringMatching(/^k6: the release cannot be had, http.* answered 404$/),
      `building k6 ${k6Version} with Go, once (about two minutes)`,
      'building k6: 1 module fetched',
      ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((done) => `building k6: ${done} of 10 packages compiled`),
    ]);
    expect(await kept()).toEqual(['k6']);
  });

  test('and a Go that fails say both', async () => {
    delete server.files[asset];
    await program('go', 'echo "go: no such module" >&2; exit 1');
    expect(await refusal()).toMatch(/answered 404; go mod failed: go: no such module\)/);
  });

  test('is no longer waited for after Ctrl-C, and nothing of it is left', async () => {
    server.ending = 'silence';
    const interruption = new AbortController();
    const finding = findK6(search({ signal: interruption.signal, log: () => interruption.abort() }));
    await expect(finding).rejects.toMatchObject({ name: 'AbortError' });
    expect(await kept()).toEqual([]);
  });
});
