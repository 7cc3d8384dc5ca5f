import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { createAws } from '../../localstack/provision/aws.ts';
import { type StackOptions, stackPeople, startStack } from '../../localstack/stack/stack.ts';
import { alarm, type Resources, table } from '../../localstack/testing/terraform/changing.ts';
import { synthesized, writeStacks } from '../../localstack/testing/terraform/fixtures.ts';

const STARTING = 60_000;
let directory: string;
let dataDirectory: string;

beforeEach(() => {
  directory = synthesized({ s: {} });
  dataDirectory = mkdtempSync(join(tmpdir(), 'data-'));
});

/** Starts a stack `s` of these resources on the data that the last one kept, and looks at what it left there. */
async function start<T>(
  resource: Resources,
  look: (aws: ReturnType<typeof createAws>) => Promise<T>,
  options: Pick<StackOptions<string>, 'replace' | 'people'> = {},
): Promise<{ readonly found: T; readonly left: string[] }> {
  writeStacks(directory, { s: { resource } });
  const left: string[] = [];
  await using stack = await startStack({
    directory,
    dataDirectory,
    synthesize: false,
    onLeft: (sentence) => left.push(sentence),
    ...options,
  });
  const aws = createAws(stack);
  try {
    return { found: await look(aws), left };
  } finally {
    aws.close();
  }
}

const alarms = async (aws: ReturnType<typeof createAws>) =>
  (await (await aws.cloudwatch()).describeAlarms({})).MetricAlarms?.map(({ AlarmName }) => AlarmName);

it(
  'a stack with --data takes away at its next start what is no longer declared',
  async () => {
    const { found } = await start({ aws_cloudwatch_metric_alarm: { a: alarm('a'), b: alarm('b') } }, alarms);
    expect(found).toEqual(['a', 'b']);
    expect((await start({ aws_cloudwatch_metric_alarm: { a: alarm('a') } }, alarms)).found).toEqual(['a']);
  },
  STARTING,
);

/** An alarm, and then a queue that AWS refuses. */
const half: Resources = {
  aws_cloudwatch_metric_alarm: { half: alarm('half') },
  aws_sqs_queue: {
    refused: { name: 'no name of a queue', depends_on: ['aws_cloudwatch_metric_alarm.half'] },
  },
};

it(
  'a stack with --data takes away at its next start what a start made that failed',
  async () => {
    await expect(start(half, alarms)).rejects.toThrow(/aws_sqs_queue\.refused: /);
    expect((await start({}, alarms)).found).toEqual([]);
  },
  STARTING,
);

it(
  'a stack with --data takes away at its next start what was made for people who could not be made',
  async () => {
    const made = { aws_cloudwatch_metric_alarm: { a: alarm('a') } };
    await expect(start(made, alarms, { people: stackPeople })).rejects.toThrow(/user_pool_id/);
    expect((await start({}, alarms)).found).toEqual([]);
  },
  STARTING,
);

it(
  'a stack says what needs a replacement also where people cannot be made',
  async () => {
    await start({ aws_dynamodb_table: { t: table('things') } }, alarms);
    writeStacks(directory, { s: { resource: { aws_dynamodb_table: { t: table('things', 'id') } } } });
    const left: string[] = [];
    const onLeft = (sentence: string) => left.push(sentence);
    const starting = startStack({
      directory,
      dataDirectory,
      synthesize: false,
      onLeft,
      people: stackPeople,
    });
    await expect(starting).rejects.toMatchObject({
      code: 'PeopleNotMade',
      message: 'Nobody can be made: No stack has the output user_pool_id.',
    });
    expect(left).toEqual([expect.stringContaining('--replace aws_dynamodb_table.t')]);
  },
  STARTING,
);

it(
  'a stack takes away at a reload what a reload made that failed',
  async () => {
    await using stack = await startStack({ directory, synthesize: false });
    writeStacks(directory, { s: { resource: half } });
    await expect(stack.provision()).rejects.toThrow(/aws_sqs_queue\.refused: /);
    writeStacks(directory, { s: {} });
    expect((await stack.provision()).changes).toEqual([
      { address: 's aws_cloudwatch_metric_alarm.half', change: 'removed' },
    ]);
  },
  STARTING,
);

it(
  'a stack with --data finds again what is named by where AWS is, which is elsewhere at its next start',
  async () => {
    const policy =
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"*"}]}';
    const queue = { aws_sqs_queue: { q: { name: 'q' } } };
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is Terraform's template, not JavaScript's.
    const whole = { ...queue, aws_sqs_queue_policy: { q: { queue_url: '${aws_sqs_queue.q.url}', policy } } };
    const policyOf = async (aws: ReturnType<typeof createAws>) => {
      const sqs = await aws.sqs();
      const { QueueUrl } = await sqs.getQueueUrl({ QueueName: 'q' });
      return (await sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['Policy'] })).Attributes?.Policy;
    };
    await start(whole, policyOf);
    expect(await start(whole, policyOf)).toEqual({ found: policy, left: [] });
    expect(await start(queue, policyOf)).toEqual({ found: undefined, left: [] });
  },
  STARTING,
);

it(
  'a stack with --data says what needs a replacement, and replaces it when it is told to',
  async () => {
    const key = async (aws: ReturnType<typeof createAws>) => {
      const { Table } = await (await aws.dynamodb()).describeTable({ TableName: 'things' });
      return Table?.KeySchema?.[0]?.AttributeName;
    };
    await start({ aws_dynamodb_table: { t: table('things') } }, key);
    const changed = { aws_dynamodb_table: { t: table('things', 'id') } };
    const { found, left } = await start(changed, key);
    expect({ found, left }).toEqual({
      found: 'pk',
      left: [expect.stringContaining('--replace aws_dynamodb_table.t')],
    });
    const replaced = await start(changed, key, { replace: ['aws_dynamodb_table.t'] });
    expect(replaced).toEqual({ found: 'id', left: [] });
  },
  STARTING,
);

it(
  'a stack with --data says in one sentence that it cannot read what it made before',
  async () => {
    await start({}, async () => {});
    writeFileSync(join(dataDirectory, 'provisioned.json'), 'not JSON');
    await expect(start({}, async () => {})).rejects.toThrow(/provisioned\.json cannot be read: /);
  },
  STARTING,
);

it(
  'npm start says in one sentence who cannot be made, and why',
  async () => {
    const people = { one: { email: 'one@example.com', name: 'One', password: 'short', roles: [] } };
    const args = ['localstack/stack/up.ts', '--port', '0', '--json', '--people', JSON.stringify(people)];
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const [status] = await once(child, 'close');
    const said = stderr.split('\n').filter((line) => !/^ *\d+ ms {2}/.test(line));
    expect({ status, said }).toEqual({
      status: 1,
      said: [expect.stringMatching(/^one@example\.com cannot be made: InvalidPasswordException: /), ''],
    });
  },
  STARTING,
);

it(
  'npm start refuses an address to replace that the definition does not have',
  async () => {
    const args = ['localstack/stack/up.ts', '--port', '0', '--replace', 'aws_sqs_queue.none'];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const [status] = await once(child, 'close');
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: '--replace aws_sqs_queue.none: the definition has no such resource\n',
    });
  },
  STARTING,
);
