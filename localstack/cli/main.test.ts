import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, test } from 'vitest';
import { createClient } from '../testing/embedded.ts';
import { alarm } from '../testing/terraform/changing.ts';

const PROGRAM = join(import.meta.dirname, 'embedded-aws.js');

/** Empty at first. */
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'command-'));
});

const start = (...args: string[]) => spawn(process.execPath, [PROGRAM, ...args], { cwd: folder });

/** All that a program said that ended by itself. */
async function outcome(program: ReturnType<typeof start>) {
  const [[status], stdout, stderr] = await Promise.all([
    once(program, 'close'),
    text(program.stdout),
    text(program.stderr),
  ]);
  return { status: status as number | null, stdout, stderr };
}

/** What it says until it is ready. */
async function ready({ stdout }: ChildProcess): Promise<string> {
  let said = '';
  for await (const part of stdout?.setEncoding('utf8') ?? []) {
    said += part;
    if (said.includes('Ctrl-C stops it.')) return said;
  }
  return said;
}

function writeQueue(resource: object = { aws_sqs_queue: { jobs: { name: 'jobs' } } }): void {
  const output = { queue_url: { value: `\${aws_sqs_queue.jobs.url}` } };
  writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ resource, output }));
}

describe('embedded-aws', () => {
  test('runs in an empty folder, leaves it empty, and ends with Ctrl-C', async () => {
    const program = start('--port', '0');
    const [closed, said] = [once(program, 'close'), await ready(program)];
    const [, endpoint = ''] = /AWS_ENDPOINT_URL=(\S+)/.exec(said) ?? [];
    expect((await fetch(`${endpoint}/_testbed/health`)).ok).toBe(true);
    program.kill('SIGINT');
    expect(await closed).toEqual([130, null]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('says which port is taken, and what to do', async () => {
    await using other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    expect(await outcome(start('--port', String(port)))).toEqual({
      status: 1,
      stdout: '',
      stderr: `Port ${port} on 127.0.0.1 is in use: something else listens there. For any free one: npx embedded-aws --port 0\n`,
    });
  });

  test('says why it cannot listen, and in one sentence', async () => {
    expect(await outcome(start('--services', 'sqs', '--host', '192.0.2.1', '--port', '0'))).toEqual({
      status: 1,
      stdout: '',
      stderr: 'Nothing can listen on 192.0.2.1:0: this machine has no such address (EADDRNOTAVAIL).\n',
    });
  });

  test('says why it ends where its standard input ends before it is ready', async () => {
    writeQueue();
    const program = start('up', '.', '--port', '0', '--json');
    program.stdin.end();
    const { status, stdout, stderr } = await outcome(program);
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(stderr).toContain('Standard input has ended, and with --json this ends, too: keep it open.');
  });

  test('names the services that there are, where there is none of a name', async () => {
    const { status, stderr } = await outcome(start('--services', 'telegraph', '--port', '0'));
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringMatching(/^.*"telegraph".*dynamodb.*\n$/),
    });
  });
});

describe('embedded-aws up', () => {
  test('boots the stacks of a folder and says their outputs', async () => {
    writeQueue();
    const program = start('up', '.', '--port', '0', '--json');
    const said = (await once(program.stdout, 'data')).toString();
    const { endpoint, outputs } = JSON.parse(said) as { endpoint: string; outputs: { queue_url: string } };
    const client = createClient(SQSClient, endpoint);
    const { $metadata } = await client.send(new GetQueueAttributesCommand({ QueueUrl: outputs.queue_url }));
    expect($metadata.httpStatusCode).toBe(200);
    client.destroy();
    const closed = once(program, 'close');
    program.stdin.end();
    expect(await closed).toEqual([0, null]);
  });

  test('takes away what is no longer in the folder, where its data are kept', async () => {
    const up = async () => {
      const program = start('up', '.', '--port', '0', '--data', 'data');
      const [closed, said] = [once(program, 'close'), await ready(program)];
      program.kill('SIGTERM');
      await closed;
      return said;
    };
    writeQueue({
      aws_sqs_queue: { jobs: { name: 'jobs' } },
      aws_cloudwatch_log_group: { old: { name: 'old' } },
      aws_cloudwatch_metric_alarm: { old: alarm('old') },
    });
    expect(await up()).toContain('3 resources created in 1 stack');
    writeQueue();
    const again = await up();
    expect(again).toContain('1 removed');
    expect(again).toMatch(/aws_cloudwatch_log_group\.old is no longer in the definition and is kept/);
  });

  test.each([
    ['a folder without any', {}, /^there are no stacks in .*; synthesize them first\n$/],
    ['a type that is not known', { aws_spaceship: { s: {} } }, /^stack .*aws_spaceship.*not supported.*\n$/],
    [
      'an argument that is not known',
      { aws_sqs_queue: { jobs: { nme: 'x' } } },
      /^stack .*argument nme.*\n$/,
    ],
    [
      'a thing that AWS refuses',
      { aws_sqs_queue: { jobs: { name: 'not/a/name' } } },
      /^stack .*aws_sqs_queue\.jobs: .*\n$/,
    ],
  ])('refuses %s in one sentence', async (_, resource, sentence) => {
    if (Object.keys(resource).length > 0) writeQueue(resource);
    const { status, stderr } = await outcome(start('up', '.', '--port', '0'));
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(sentence) });
  });
});
