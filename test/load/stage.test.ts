import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outputsFile, writeOutputs } from '../../cdktf/deploy/outputs.ts';
import { ROOT } from '../../localstack/stack/sources/synthesis.ts';
import { type StackProcess, startStackProcess } from '../../localstack/stack/stack-process.ts';
import { briefly, k6, ownFolder } from './support/runs.ts';

/** Programs start one after the other, and sign two dozen people in. */
const PATIENCE = 90_000;

let stack: StackProcess;
const folder = await ownFolder('stage');

beforeAll(async () => {
  stack = await startStackProcess({ log: () => {} });
  writeOutputs(folder, 'dev', stack.region, stack.outputs);
}, PATIENCE);

afterAll(() => stack?.stop());

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program of the checkout against the stack, as against an AWS account. */
function run(program: string, ...args: readonly string[]): Promise<Ended> {
  const env = {
    ...process.env,
    OUTPUTS_FOLDER: folder,
    AWS_ENDPOINT_URL: stack.endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    LOAD_ADMIN_EMAIL: stack.people.admin.email,
    LOAD_ADMIN_PASSWORD: stack.people.admin.password,
    CONFORMANCE_ON_AWS: 'yes',
  };
  return new Promise((done) => {
    execFile(process.execPath, [program, ...args], { cwd: ROOT, env }, (error, stdout, stderr) => {
      done({ status: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}

const load = (...args: readonly string[]) => run('load/run/main.ts', '--results', folder, ...args);

describe('a load run on a stage', () => {
  test.skipIf(!k6)(
    'drives what its deployment wrote down',
    async () => {
      const file = join(folder, 'brief.json');
      await writeFile(file, JSON.stringify(briefly({ share: 0.1 })));
      const { stdout, stderr } = await load('--stage', 'dev', '--scenario', 'crud', '--workload-file', file);
      expect(stdout, stderr).toContain(`against ${stack.outputs.api_url}`);
      expect(stdout, stderr).toMatch(/report: \S+report\.html/);
    },
    PATIENCE,
  );

  test.skipIf(!k6)(
    'is held to the quotas of the account before it begins',
    async () => {
      const { status, stderr } = await load(
        '--stage',
        'dev',
        '--workload',
        'stress',
        '--quota',
        'api-throttle=1',
      );
      expect(status).toBe(1);
      expect(stderr).toContain('api-throttle');
    },
    PATIENCE,
  );

  test('that was not deployed from here is refused in one sentence', async () => {
    const { status, stderr } = await load('--stage', 'staging');
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^There is no \S+staging\.json: deploy the stage with npm run deploy -- --stage staging first\.\n$/,
    );
  });

  test('that has been destroyed elsewhere is refused in one sentence', async () => {
    writeOutputs(folder, 'gone', 'us-east-1', { ...stack.outputs, api_url: `${stack.endpoint}/gone` });
    const { status, stderr } = await load('--stage', 'gone');
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^\S+\/gone of \S+gone\.json answers \d+: if the stage has been destroyed, deploy it again with npm run deploy -- --stage gone\.\n$/,
    );
  });
});

describe("the application's suite on a stage", () => {
  const suite = (...args: readonly string[]) =>
    run('test/containers/run.ts', '--suites', 'app', ...args, 'test/app/routes.test.ts');

  test(
    'talks to what its deployment wrote down',
    async () => {
      const { status, stdout, stderr } = await suite('--backend', 'aws', '--stage', 'dev');
      expect(stdout, stderr).toMatch(/[1-9]\d* pass, 0 fail/);
      expect(status).toBe(0);
    },
    PATIENCE,
  );

  test('that was not deployed from here is refused in one sentence', async () => {
    const { status, stderr } = await suite('--backend', 'aws', '--stage', 'staging');
    expect(status).toBe(1);
    expect(stderr).toBe(
      `There is no ${outputsFile(folder, 'staging')}: deploy the stage with npm run deploy -- --stage staging first.\n`,
    );
  });

  test('is of AWS only', async () => {
    const { status, stderr } = await suite('--backend', 'localstack', '--stage', 'dev');
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: 'A stage is deployed to AWS: --stage goes with --backend aws.\n',
    });
  });
});
