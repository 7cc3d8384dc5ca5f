import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '..', '..');
const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'expense-preflight-'));
  for (const part of ['preflight', 'package.json', 'package-lock.json'])
    cpSync(path.join(ROOT, part), path.join(root, part), { recursive: true });
});

afterEach(() => rmSync(root, { recursive: true }));

/** Runs a script as npm does, with no program of the packages in reach. */
async function run(script: string, env: NodeJS.ProcessEnv = {}) {
  const PATH = [path.dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(path.delimiter);
  return promisify(execFile)('sh', ['-c', script], { cwd: root, env: { PATH, ...env } }).catch(
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
}

/** Says that these packages are installed, each with the release of the lock file by default. */
function install(releases: Record<string, string> = {}): void {
  const { packages } = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version: string }>;
  };
  for (const [name, version] of Object.entries(releases)) packages[`node_modules/${name}`] = { version };
  mkdirSync(path.join(root, 'node_modules'), { recursive: true });
  writeFileSync(path.join(root, 'node_modules', '.package-lock.json'), JSON.stringify({ packages }));
}

describe.skipIf(process.platform === 'win32')('before `npm ci`', () => {
  it.each(Object.entries(scripts).filter(([, script]) => !script.startsWith('npm run ')))(
    'npm run %s says so in one sentence',
    async (_, script) => {
      expect(await run(script)).toMatchObject({
        code: 1,
        stdout: '',
        stderr: 'The packages are not installed yet: run `npm ci` first.\n',
      });
    },
  );

  it('and so does every script that runs others', () => {
    const others = Object.values(scripts).filter((script) => script.startsWith('npm run '));
    const first = others.map((script) => /^npm run ([\w:]+)/.exec(script)?.[1] ?? '');
    expect(
      first.filter((name) => !/^node (-r )?\.?\/?preflight\/installed\.cjs /.test(scripts[name] ?? '')),
    ).toEqual([]);
  });
});

describe.skipIf(process.platform === 'win32')('what is installed', () => {
  const check = 'node preflight/installed.cjs';

  it('is refused where a package has another release than package-lock.json names', async () => {
    install({ fastify: '1.0.0' });
    expect(await run(check)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^package-lock\.json names fastify [\d.]+, which is not installed: run `npm ci`\.\n$/,
      ),
    });
  });

  it('is refused where the list of packages was cut off', async () => {
    install();
    writeFileSync(path.join(root, 'node_modules', '.package-lock.json'), '{"packages":');
    expect(await run(check)).toMatchObject({
      stderr: expect.stringMatching(/^The packages are not installed yet/),
    });
  });

  it('is refused where Node itself is not the one that was to be installed', async () => {
    const lock = path.join(root, 'package-lock.json');
    const { packages } = JSON.parse(readFileSync(lock, 'utf8'));
    packages['node_modules/node'].version = '99.1.0';
    writeFileSync(lock, JSON.stringify({ packages }));
    install({ node: '99.1.0' });
    expect(await run(check)).toMatchObject({
      code: 1,
      stderr: `This is Node ${process.versions.node}, and Node 99, which \`npm ci\` installs beside it, is not there: run \`npm ci\` with its install scripts allowed.\n`,
    });
  });
});

describe.skipIf(process.platform === 'win32')('a script whose packages are installed', () => {
  beforeEach(() => {
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(root, 'node_modules'));
    cpSync(path.join(ROOT, 'cdktf'), path.join(root, 'cdktf'), { recursive: true });
    writeFileSync(path.join(root, 'script.js'), 'console.log(JSON.stringify(process.execArgv))');
  });
  const script = `${JSON.stringify(process.execPath)} -r ./preflight/installed.cjs script.js`;

  it('runs, and hands on nothing of this to what it forks', async () => {
    expect(await run(script)).toMatchObject({ stdout: '[]\n', stderr: '' });
  });

  it('is refused with a misspelt setting, in one sentence each', async () => {
    expect(await run(script, { STAGEE: 'prod', K6_BINN: 'k6' })).toMatchObject({
      code: 1,
      stdout: '',
      stderr:
        'K6_BINN is no setting; did you mean K6_BIN? Set that one, or unset K6_BINN.\n' +
        'STAGEE is no setting; did you mean STAGE? Set that one, or unset STAGEE.\n',
    });
  });
});
