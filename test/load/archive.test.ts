import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { k6Version } from '../../load/find-k6/release.ts';
import { ROOT } from '../../localstack/stack/sources/synthesis.ts';
import { type StackProcess, startStackProcess } from '../../localstack/stack/stack-process.ts';
import { briefly, k6, ownFolder } from './support/runs.ts';

const folder = await ownFolder('load-archive');
/** Two programs start one after the other, and sign two dozen people in. */
const PATIENCE = 90_000;

describe.skipIf(!k6)('the archive for machines elsewhere', () => {
  let stack: StackProcess;

  beforeAll(async () => {
    stack = await startStackProcess({ log: () => {} });
    await writeFile(join(folder, 'outputs.json'), JSON.stringify(stack.outputs));
  }, PATIENCE);

  afterAll(() => stack?.stop());

  const archive = (...options: string[]) => {
    const { admin } = stack.people;
    const target = ['--target', String(stack.outputs.api_url), '--outputs', join(folder, 'outputs.json')];
    return promisify(execFile)(
      process.execPath,
      ['load/distributed/main.ts', ...target, '--results', folder, ...options],
      {
        cwd: ROOT,
        env: {
          ...process.env,
          AWS_ENDPOINT_URL: stack.endpoint,
          AWS_ACCESS_KEY_ID: 'test',
          AWS_SECRET_ACCESS_KEY: 'test',
          LOAD_ADMIN_EMAIL: admin.email,
          LOAD_ADMIN_PASSWORD: admin.password,
        },
      },
    );
  };

  test(
    'is accepted by k6, needs nothing of this machine, and drives the stage',
    async () => {
      await writeFile(join(folder, 'brief.json'), JSON.stringify(briefly({ share: 0.1 })));
      const { stdout } = await archive('--scenario', 'crud', '--workload-file', join(folder, 'brief.json'));
      expect(stdout).toMatch(/archive\.tar: crud, \S+ with up to \d+ virtual users/);
      const args = ['run', '--quiet', '--no-color', '--no-thresholds', join(folder, 'archive.tar')];
      const run = await promisify(execFile)(k6?.command ?? '', args, {
        cwd: folder,
        env: { PATH: process.env.PATH },
      });
      const summary = JSON.parse(run.stdout.slice(run.stdout.indexOf('{')));
      expect(summary.metrics.http_reqs.values.count).toBeGreaterThan(2);
      expect(summary.metrics.http_req_failed.values.rate).toBe(0);
    },
    PATIENCE,
  );

  test(
    'is refused by the name of the quota that the load would exceed',
    async () => {
      const attempt = archive('--scenario', 'auth', '--quota', 'user-authentication=1');
      await expect(attempt).rejects.toMatchObject({
        stderr: expect.stringMatching(/UserAuthentication requests is 1 /),
      });
    },
    PATIENCE,
  );
});

test('the manifest runs the archive on the version of k6 that made it', async () => {
  const manifest = parse(await readFile(join(ROOT, 'load/distributed/testrun.yaml'), 'utf8'));
  expect(manifest).toMatchObject({ apiVersion: 'k6.io/v1alpha1', kind: 'TestRun' });
  expect(manifest.spec.script.configMap.file).toBe('archive.tar');
  expect(manifest.spec.runner.image).toBe(`grafana/k6:${k6Version}`);
});
