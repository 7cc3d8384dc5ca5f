import { createRequire } from 'node:module';
import { NormalizedSchema } from '@smithy/core/schema';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type StartedEmbedded, startEmbedded } from '../testing/embedded.ts';
import { createClock, standingTime } from './clock/clock.ts';
import { AwsError } from './core/errors.ts';
import { createRandom } from './core/random.ts';

/** The clients of the SDK, whose schemas say what an input is made of. S3 reads its inputs from HTTP: see bad-requests. */
const CLIENTS: Readonly<Record<string, string>> = {
  apigatewayv2: '@aws-sdk/client-apigatewayv2',
  cloudwatch: '@aws-sdk/client-cloudwatch',
  cloudwatchlogs: '@aws-sdk/client-cloudwatch-logs',
  cognitoidentityprovider: '@aws-sdk/client-cognito-identity-provider',
  dynamodb: '@aws-sdk/client-dynamodb',
  iam: '@aws-sdk/client-iam',
  kms: '@aws-sdk/client-kms',
  lambda: '@aws-sdk/client-lambda',
  scheduler: '@aws-sdk/client-scheduler',
  sfn: '@aws-sdk/client-sfn',
  sqs: '@aws-sdk/client-sqs',
  sts: '@aws-sdk/client-sts',
  xray: '@aws-sdk/client-xray',
};
/** They wait for what comes, by the clock. */
const LONG_POLLS = ['ReceiveMessage', 'GetActivityTask'];

const load = createRequire(import.meta.url);
const random = createRandom('bad input');
const pick = <Item>(items: readonly Item[]): Item =>
  items[Math.floor(random.number() * items.length)] as Item;
const chance = (probability: number) => random.number() < probability;

/** What no member is meant to be, or not every one. */
const JUNK: readonly unknown[] = [
  0,
  -1,
  1e308,
  Number.NaN,
  '',
  '__proto__',
  'constructor',
  'arn:aws:x',
  '中\u0000',
  '\ud800',
  'x'.repeat(5_000),
  true,
  [],
  [null],
  [[]],
  {},
  { a: null },
  JSON.parse('{"__proto__":{"a":1}}'),
];
/** What some member is meant to be. */
const TEXTS = [
  'a',
  'id',
  'S',
  'HASH',
  'HTTP',
  'Enabled',
  '{}',
  '$.a',
  'rate(1 minute)',
  'arn:aws:sqs:us-east-1:000000000000:queue',
  'arn:aws:iam::000000000000:role/a',
];

let aws: StartedEmbedded;
/** Names of what there is, by the members that take them. */
let known: Readonly<Record<string, string>>;
const unhandled: unknown[] = [];
const remember = (error: unknown) => void unhandled.push(error);

beforeAll(async () => {
  process.on('uncaughtException', remember).on('unhandledRejection', remember);
  const clock = createClock(standingTime(Date.parse('2026-01-01T00:00:00Z')));
  aws = await startEmbedded({ clock, log: () => {} });
  await call('dynamodb', 'CreateTable', {
    TableName: 'table',
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  });
  const { QueueUrl } = await call('sqs', 'CreateQueue', { QueueName: 'queue' });
  const { UserPool } = await call('cognitoidentityprovider', 'CreateUserPool', { PoolName: 'pool' });
  await call('cloudwatchlogs', 'CreateLogGroup', { logGroupName: 'group' });
  const { Id } = UserPool as { Id: string };
  known = { TableName: 'table', QueueUrl: String(QueueUrl), UserPoolId: Id, logGroupName: 'group' };
});
afterAll(async () => {
  process.off('uncaughtException', remember).off('unhandledRejection', remember);
  await aws[Symbol.asyncDispose]();
});

const call = (service: string, operation: string, input: object) =>
  aws.context.call(service, operation, input, aws.context.root);

function inputSchema(service: string, operation: string): NormalizedSchema | undefined {
  const sdk = load(CLIENTS[service] ?? '') as Record<string, new (input: object) => { schema: unknown[] }>;
  const Command = sdk[`${operation}Command`];
  return Command && NormalizedSchema.of(new Command({}).schema[4] as never);
}

/** An input of about the right shape: here and there a member is absent, or junk. */
function inputOf(schema: NormalizedSchema, name = '', depth = 0): unknown {
  if (depth > 0 && (chance(0.12) || depth > 5)) return pick(JUNK);
  if (schema.isListSchema()) return [inputOf(schema.getValueSchema(), name, depth + 1)];
  if (schema.isMapSchema()) {
    return { [pick(['a', 'id', 'constructor'])]: inputOf(schema.getValueSchema(), name, depth + 1) };
  }
  if (schema.isStructSchema()) {
    const members = [...schema.structIterator()].filter(() => chance(0.75));
    return Object.fromEntries(members.map(([member, of]) => [member, inputOf(of, member, depth + 1)]));
  }
  if (schema.isBooleanSchema()) return chance(0.5);
  if (schema.isNumericSchema()) return pick([1, 0, 10, 60, -1, 2.5]);
  if (schema.isBlobSchema()) return 'YQ==';
  if (schema.isTimestampSchema()) return 1_767_225_600;
  return known[name] ?? pick(TEXTS);
}

const services = Object.keys(CLIENTS);

test.each(services)('no input to %s is an error of the embedded AWS itself', async (service) => {
  const operations = Object.keys(aws.aws.services.get(service)?.operations ?? {}).filter(
    (name) => !LONG_POLLS.includes(name),
  );
  const before = await errors();
  for (let round = 0; round < 6 * operations.length; round++) {
    const operation = pick(operations);
    const schema = inputSchema(service, operation);
    const input = (schema ? inputOf(schema) : { a: pick(JUNK) }) as object;
    const refused = await call(service, operation, input).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (refused !== undefined) expect(refused).toBeInstanceOf(AwsError);
  }
  await aws.context.clock.advance(61_000);
  expect(await errors()).toEqual(before);
  expect(unhandled).toEqual([]);
});

async function errors(): Promise<unknown> {
  return (await fetch(`${aws.endpoint}/_testbed/errors`)).json();
}

describe('an input of another shape is refused as by AWS', () => {
  test.each([
    [
      'sqs',
      'PurgeQueue',
      { QueueUrl: 1 },
      'SerializationException',
      'QueueUrl must be a string, and is number.',
    ],
    ['sqs', 'PurgeQueue', {}, 'MissingParameter', 'The request must contain the parameter QueueUrl.'],
    [
      'dynamodb',
      'TransactWriteItems',
      { TransactItems: [{ Put: { TableName: 'table', Item: { id: null } } }, 1] },
      'SerializationException',
      'TransactItems[0].Put.Item.id must be a structure, and is null.',
    ],
    [
      'cloudwatchlogs',
      'TagResource',
      { tags: {} },
      'ValidationException',
      "1 validation error detected: Value null at 'resourceArn' failed to satisfy constraint: Member must not be null",
    ],
  ])('%s:%s with %j', async (service, operation, input, code, message) => {
    await expect(call(service, operation, input)).rejects.toMatchObject({ code, message, status: 400 });
  });
});

describe('what was refused leaves nothing behind that later calls would stumble over', () => {
  test('a log group whose name is no text', async () => {
    await expect(call('cloudwatchlogs', 'CreateLogGroup', { logGroupName: 7 })).rejects.toThrow();
    expect(await call('cloudwatchlogs', 'DescribeLogGroups', {})).toMatchObject({
      logGroups: expect.not.arrayContaining([expect.objectContaining({ logGroupName: 7 })]),
    });
  });

  test('a query definition without a name', async () => {
    await expect(call('cloudwatchlogs', 'PutQueryDefinition', { queryString: 'a' })).rejects.toMatchObject({
      code: 'InvalidParameterException',
    });
    expect(await call('cloudwatchlogs', 'DescribeQueryDefinitions', {})).toBeDefined();
  });

  test('a schedule group whose tags are no list', async () => {
    await expect(call('scheduler', 'CreateScheduleGroup', { Name: 'g', Tags: {} })).rejects.toMatchObject({
      code: 'ValidationException',
    });
    await expect(call('scheduler', 'GetScheduleGroup', { Name: 'g' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    });
  });
});
