import { exec, execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Checkout, copyCheckout } from '../support/checkout.ts';
import {
  environmentWith,
  ROOT,
  resourcesOf,
  STACKS,
  type Synthesis,
  synthesize,
  synthesizeByProgram,
} from './synthesized.ts';

const run = promisify(execFile);

let dev: Synthesis;
let qa: Synthesis;

beforeAll(async () => {
  [dev, qa] = await Promise.all([
    synthesizeByProgram(),
    synthesizeByProgram({ STAGE: 'qa', TF_STATE_BUCKET: 'states', TF_STATE_REGION: 'eu-west-1' }),
  ]);
});

afterAll(() => {
  dev[Symbol.dispose]();
  qa[Symbol.dispose]();
});

describe('synthesizing', () => {
  it('twice, in another process, gives the same bytes, and no path of this machine', async () => {
    using again = await synthesize();
    for (const name of STACKS) {
      expect(again.text(name)).toBe(dev.text(name));
      expect(dev.text(name)).not.toContain(ROOT);
      expect(dev.text(name)).not.toContain(dev.folder);
    }
  });

  it('copies each bundle beside the stack that uses it', () => {
    const functions = Object.values(resourcesOf(dev.stack('api'), 'aws_lambda_function'));
    expect(functions).toHaveLength(2);
    for (const fn of functions) {
      const zip = readFileSync(path.join(dev.folder, 'stacks', 'api-dev', String(fn.filename)));
      expect(createHash('sha256').update(zip).digest('base64')).toBe(fn.source_code_hash);
    }
  });

  it('keeps the state in a file for each stack, or in the bucket that is set', () => {
    expect(dev.stack('data').terraform.backend).toEqual({
      local: { path: '../../../terraform.data-dev.tfstate' },
    });
    expect(qa.stack('data').terraform.backend).toEqual({
      s3: {
        bucket: 'states',
        region: 'eu-west-1',
        key: 'expense-tracker/data-qa.tfstate',
        encrypt: true,
        use_lockfile: true,
      },
    });
  });

  it('names everything after the stage', () => {
    for (const name of STACKS) expect(qa.text(name)).not.toContain('expense-tracker-dev');
    expect(readdirSync(path.join(qa.folder, 'stacks')).sort()).toEqual(
      STACKS.map((name) => `${name}-qa`).sort(),
    );
  });

  it('with a wrong setting ends with one sentence and status 1', async () => {
    const env = environmentWith({ STAGE: 'Not A Stage' });
    const failure = await run(process.execPath, ['main.ts'], { cwd: ROOT, env }).catch((error) => error);
    expect(failure).toMatchObject({ code: 1, stdout: '' });
    expect(failure.stderr).toBe(
      'STAGE is "Not A Stage"; it must be a lower-case name of 1 to 12 letters, digits and hyphens.\n',
    );
  });
});

describe('npm run synth', () => {
  it('does nothing the second time, and everything again for other settings', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'expense-synth-'));
    const synth = async (settings: Record<string, string>) => {
      const env = { ...environmentWith(settings), CDKTF_OUTDIR: folder };
      return (await run(process.execPath, ['cdktf/synth.ts'], { cwd: ROOT, env })).stdout;
    };
    expect(await synth({ STAGE: 'qa' })).toMatch(/^Synthesized .*data-qa/);
    expect(await synth({ STAGE: 'qa' })).toMatch(/^Stacks are up to date \(\d+ ms\)\.$/m);
    expect(await synth({ STAGE: 'qa', LOG_LEVEL: 'DEBUG' })).toMatch(/^Synthesized /);
    rmSync(folder, { recursive: true });
  });

  it.each([
    [{ STAGEE: 'prod' }, [], 'STAGEE is no setting; did you mean STAGE? Set that one, or unset STAGEE.\n'],
    [
      { LOG_LEVEL: 'LOUD', HTTP_MEMORY_MB: '1' },
      [],
      'LOG_LEVEL is "LOUD"; it must be one of DEBUG, INFO, WARN, ERROR.\n' +
        'HTTP_MEMORY_MB is 1; it must be a whole number from 128 to 10240.\n',
    ],
    [
      {},
      ['--stage', 'prod'],
      'There is no option --stage (see cdktf/README.md for the settings, which are environment variables)\n',
    ],
  ])('refuses %j and %j, with a sentence each', async (settings, args, message) => {
    const env = { ...environmentWith({ STAGE: 'qa' }), ...settings };
    const failure = await run(process.execPath, ['cdktf/synth.ts', ...args], { cwd: ROOT, env }).catch(
      (error) => error,
    );
    expect(failure).toMatchObject({ code: 1, stdout: '', stderr: message });
  });

  it('is done by one of two that begin at once, while the other waits for it', async () => {
    const parent = mkdtempSync(path.join(os.tmpdir(), 'expense-synth-'));
    const env = { ...environmentWith({ STAGE: 'qa' }), CDKTF_OUTDIR: path.join(parent, 'out') };
    const synth = () => run(process.execPath, ['cdktf/synth.ts'], { cwd: ROOT, env });
    const output = (await Promise.all([synth(), synth()])).map(({ stdout }) => stdout.replace(/ \(.*\n/, ''));
    expect(output.sort()).toEqual([
      expect.stringMatching(/^Stacks are up to date$/),
      expect.stringMatching(/^Synthesized .*data-qa/),
    ]);
    expect(readdirSync(parent)).toEqual(['.out.lock', 'out']);
    rmSync(parent, { recursive: true });
  });
});

describe('npm run synth of sources that are saved meanwhile', () => {
  let checkout: Checkout;
  let root: string;
  let output: string;

  beforeEach(() => {
    checkout = copyCheckout();
    root = checkout.root;
    output = path.join(root, 'cdktf.out');
  });

  afterEach(() => checkout[Symbol.dispose]());

  /** Saves `cdktf/naming.ts` as soon as it was read, so often: what is made of it is made of its earlier state. */
  function saving(times: number): string {
    const file = path.join(root, 'saving.mjs');
    const program = `
      import { readFileSync, writeFileSync, existsSync } from 'node:fs';
      import { registerHooks } from 'node:module';
      const count = ${JSON.stringify(path.join(root, 'saves.txt'))};
      registerHooks({
        load(url, context, next) {
          const source = next(url, context);
          if (!url.endsWith('/cdktf/naming.ts')) return source;
          const saves = existsSync(count) ? readFileSync(count, 'utf8').length : 0;
          if (saves >= ${times}) return source;
          writeFileSync(count, 'x'.repeat(saves + 1));
          const text = readFileSync(new URL(url), 'utf8');
          writeFileSync(new URL(url), text.replace(/'(expense-tracker|named-\\d+)'/, "'named-" + (saves + 1) + "'"));
          return source;
        },
      });`;
    writeFileSync(file, program);
    return pathToFileURL(file).href;
  }

  const synth = async (...options: string[]) => {
    const env = { ...environmentWith({ STAGE: 'qa' }), CDKTF_OUTDIR: output };
    const { stdout, stderr } = await run(process.execPath, [...options, 'cdktf/synth.ts'], {
      cwd: root,
      env,
    }).catch((error) => error);
    return `${stdout}${stderr}`.replace(/ \(\d+ ms\)/, '');
  };
  const tableName = () =>
    Object.values(
      resourcesOf(
        JSON.parse(readFileSync(path.join(output, 'stacks', 'data-qa', 'cdk.tf.json'), 'utf8')),
        'aws_dynamodb_table',
      ),
    )[0]?.name;

  it('synthesizes what was saved last', async () => {
    expect(await synth('--import', saving(1))).toMatch(/^Synthesized /);
    expect(tableName()).toMatch(/^named-1-/);
    expect(await synth()).toBe('Stacks are up to date.\n');
  });

  it('says so when saving does not end, keeps no record, and synthesizes the next time', async () => {
    await synth();
    writeFileSync(path.join(root, 'cdktf', 'naming.ts'), '// changed', { flag: 'a' });
    expect(await synth('--import', saving(99))).toBe(
      'Sources were saved each of 5 times while they were synthesized: nothing is kept of it.\n',
    );
    expect(await synth()).toMatch(/^Synthesized /);
    expect(tableName()).toMatch(/^named-5-/);
  });

  it('does not take stacks for its own that another command has written', async () => {
    await synth();
    const env = { ...environmentWith({ STAGE: 'qa', LOG_RETENTION_DAYS: '7' }), CDKTF_OUTDIR: output };
    await run(process.execPath, ['main.ts'], { cwd: root, env });
    expect(await synth()).toMatch(/^Synthesized /);
  });
});

describe('the command of cdktf.json', () => {
  it('synthesizes into the folder that the command line names', async () => {
    const { app } = JSON.parse(readFileSync(path.join(ROOT, 'cdktf.json'), 'utf8'));
    const folder = mkdtempSync(path.join(os.tmpdir(), 'expense-synth-'));
    const env = { ...environmentWith({ STAGE: 'qa' }), CDKTF_OUTDIR: folder, CDKTF_CONTEXT_JSON: '{}' };
    await promisify(exec)(app, { cwd: ROOT, env });
    expect(
      Object.keys(JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8')).stacks),
    ).toHaveLength(5);
    rmSync(folder, { recursive: true });
  });
});
