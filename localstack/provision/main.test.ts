import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { alarm, type Changing, type Resources, startChanging, table } from '../testing/terraform/changing.ts';
import { writeStacks } from '../testing/terraform/fixtures.ts';

let changing: Changing;
let state: string;

beforeAll(async () => {
  changing = await startChanging();
  state = join(mkdtempSync(join(tmpdir(), 'state-')), 'state.json');
});

afterAll(() => changing[Symbol.asyncDispose]());

/** Runs the program on a stack `s` of these resources. */
function main(
  resource: Resources,
  ...args: string[]
): Promise<{ status: unknown; stdout: string; stderr: string }> {
  writeStacks(changing.directory, { s: { resource } });
  const all = ['--endpoint', changing.endpoint, '--out', changing.directory, '--state', state, ...args];
  return new Promise((done) => {
    execFile(process.execPath, ['localstack/provision/main.ts', ...all], (error, stdout, stderr) =>
      done({ status: error?.code ?? 0, stdout, stderr }),
    );
  });
}

it('ends with 0 when all is there, with 2 while something needs a replacement, and with 0 once it is made', async () => {
  const first = await main({
    aws_dynamodb_table: { t: table('things') },
    aws_cloudwatch_metric_alarm: { a: alarm('a') },
  });
  expect(first).toMatchObject({ status: 0, stderr: '' });
  const resources = { aws_dynamodb_table: { t: table('things', 'id') } };
  const second = await main(resources);
  expect(second.status).toBe(2);
  expect(second.stdout).toContain(
    'removed s aws_cloudwatch_metric_alarm.a\n0 created, 0 updated, 1 removed, 1 unchanged',
  );
  expect(second.stderr).toMatch(
    /^s aws_dynamodb_table\.t is left as it was: .*--replace aws_dynamodb_table\.t\n$/,
  );
  const third = await main(resources, '--replace', 'aws_dynamodb_table.t');
  expect(third).toMatchObject({ status: 0, stderr: '' });
  expect(third.stdout).toContain('replaced s aws_dynamodb_table.t (lost: its items)');
});

it('remembers what it made before it failed', async () => {
  const own = ['--state', `${state}.failed`];
  const failed = await main(
    {
      aws_cloudwatch_metric_alarm: { f: alarm('f') },
      aws_sqs_queue: {
        refused: { name: 'no name of a queue', depends_on: ['aws_cloudwatch_metric_alarm.f'] },
      },
    },
    ...own,
  );
  expect(failed).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^stack s, aws_sqs_queue\.refused: .+\n$/),
  });
  expect((await main({}, ...own)).stdout).toContain('removed s aws_cloudwatch_metric_alarm.f\n');
});

it('says in one sentence that what it remembers cannot be read', async () => {
  const broken = `${state}.broken`;
  writeFileSync(broken, '{"version":1,');
  const { status, stderr } = await main({}, '--state', broken);
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: expect.stringMatching(
      /^\S+broken cannot be read: it is not what provisioning writes there\. .+\n$/,
    ),
  });
});
