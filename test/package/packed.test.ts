import { execFile, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copyCheckout } from '../support/checkout.ts';

const ROOT = path.resolve(import.meta.dirname, '..', '..');
const PACKAGE = path.join(ROOT, 'localstack');
const EXAMPLE = path.join(PACKAGE, 'examples', 'orders');

/** What npm and Vitest set for what they start is not for a project of somebody else's. */
const env = {
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|VITEST|NODE_ENV|AWS_)/i.test(name)),
  ),
  PATH: [path.dirname(process.execPath), process.env.PATH].join(path.delimiter),
};

/** A project of somebody else's, with the package that was packed in it. */
let project: string;
/** The names in the package. */
let packed: readonly string[];

function run(command: string, args: readonly string[], cwd = project) {
  return promisify(execFile)(command, args, { cwd, env, maxBuffer: 2 ** 26 });
}

describe.skipIf(process.platform === 'win32')('the package, in a folder of its own', () => {
  beforeAll(async () => {
    project = mkdtempSync(path.join(os.tmpdir(), 'embedded-aws-user-'));
    cpSync(EXAMPLE, project, { recursive: true, filter: (name) => !name.includes('.terraform') });
    // Built in a copy: the sources of the checkout are in use.
    using checkout = copyCheckout();
    const { stdout } = await run(
      'npm',
      ['pack', '--workspace', 'localstack', '--json', '--pack-destination', project],
      checkout.root,
    );
    const [{ filename, files }] = JSON.parse(stdout.slice(stdout.indexOf('['))) as [
      { filename: string; files: { path: string }[] },
    ];
    packed = files.map((file) => file.path);
    const manifest = path.join(project, 'package.json');
    const { devDependencies, ...rest } = JSON.parse(readFileSync(manifest, 'utf8')) as {
      devDependencies: Record<string, string>;
    };
    devDependencies['embedded-aws'] = `file:${filename}`;
    writeFileSync(manifest, JSON.stringify({ ...rest, devDependencies }));
    await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund']);
  }, 240_000);

  afterAll(() => rmSync(project, { recursive: true, force: true }));

  test('has all of the emulator and of provisioning, and nothing of the product', () => {
    const sources = ['embedded', 'provision'].flatMap((room) =>
      readdirSync(path.join(PACKAGE, room), { recursive: true, encoding: 'utf8' })
        .map((name) => `${room}/${name.replaceAll(path.sep, '/')}`)
        .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts')),
    );
    // Programs of the repository, and what its containers alone use.
    const others = /^(?:provision\/main|embedded\/remote\/.*)\.ts$/;
    const built = sources.filter((name) => !others.test(name)).map((name) => name.replace(/ts$/, 'js'));
    const missing = built.filter((name) => !packed.includes(`dist/localstack/${name}`));
    expect(missing).toEqual([]);
    const rooms = packed.map((name) => name.split('/').slice(0, -1).slice(0, 3).join('/'));
    expect(
      [...new Set(rooms)].filter((room) => !/^dist\/localstack\/(embedded|provision)$/.test(room)).sort(),
    ).toEqual([
      '',
      'cli',
      'dist/localstack',
      'dist/localstack/cli',
      'dist/localstack/local-aws',
      'dist/locks',
      'dist/preflight',
      'docs',
    ]);
    // Where errors and --help send whoever asks for what there is not.
    expect(packed).toContain('docs/SUPPORT.md');
    expect(packed.filter((name) => /(?<!\.d)\.ts$/.test(name))).toEqual([]);
  });

  test('is all that the test of another project needs', async () => {
    const { stdout } = await run(path.join(project, 'node_modules', '.bin', 'vitest'), ['run']);
    expect(stdout).toMatch(/Tests .*4 passed/);
  });

  test('has types', async () => {
    const use = path.join(project, 'use.ts');
    writeFileSync(
      use,
      `import { createEmbeddedAws, provision } from 'embedded-aws';
       await using aws = await createEmbeddedAws({ services: ['sqs'] });
       const endpoint: string = await aws.listen(0);
       const now: Date = await aws.clock.advance('P3D');
       // @ts-expect-error: no such service
       await createEmbeddedAws({ services: ['telegraph'] });
       // @ts-expect-error: a part of the inside
       aws.context;
       await provision('infrastructure', { endpoint });
       console.log(now);`,
    );
    const tsc = path.join(ROOT, 'node_modules', '.bin', 'tsc');
    const options =
      '--noEmit --strict --module nodenext --target es2024 --lib es2024,esnext.disposable --types node';
    const types = ['--typeRoots', path.join(ROOT, 'node_modules', '@types'), '--skipLibCheck'];
    const { stdout } = await run(tsc, [
      ...options.split(' '),
      ...types,
      use,
      path.join(project, 'orders.test.ts'),
    ]).catch((error: { stdout: string }) => error);
    expect(stdout).toBe('');
  });

  test('has a command that runs a bare AWS, until its parent is gone', async () => {
    const command = spawn('npx', ['embedded-aws', '--port', '0', '--json'], { cwd: project, env });
    const [, said, complaints] = await Promise.all([
      new Promise<void>((done) => {
        command.stdout.once('data', () => {
          command.stdin.end();
          done();
        });
        command.once('close', () => done());
      }),
      text(command.stdout),
      text(command.stderr),
    ]);
    expect(complaints).toMatch(/AWS is up on http:\/\/127\.0\.0\.1:\d+/);
    expect(JSON.parse(said)).toMatchObject({ region: 'us-east-1', outputs: {} });
    expect(existsSync(path.join(project, 'dist'))).toBe(false);
  });
});
