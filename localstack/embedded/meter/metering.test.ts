import { ApiGatewayV2 } from '@aws-sdk/client-apigatewayv2';
import { CloudWatch } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { Lambda } from '@aws-sdk/client-lambda';
import { S3 } from '@aws-sdk/client-s3';
import { Scheduler } from '@aws-sdk/client-scheduler';
import { SFN } from '@aws-sdk/client-sfn';
import { SQS } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { anApi } from '../../conformance/apigateway-fixtures.ts';
import { aPool, PASSWORD } from '../../conformance/cognito-fixtures.ts';
import { type StartedEmbedded, startEmbedded } from '../../testing/embedded.ts';
import { aFunction, invoke } from '../../testing/functions.ts';
import { aRole, trustOf } from '../../testing/roles.ts';
import { uniqueName } from '../../testing/unique-name.ts';
import { until } from '../../testing/until.ts';
import type { MeterReading } from './reading.ts';

const ROLE = 'arn:aws:iam::000000000000:role/workflow';
let aws: StartedEmbedded;

beforeAll(async () => {
  aws = await startEmbedded();
  const services = ['lambda', 'states', 'scheduler'].map((name) => `${name}.amazonaws.com`);
  for (const name of ['workflow', 'functions', 'scheduler']) {
    await aRole(aws, [{ Action: '*', Resource: '*' }], trustOf({ Service: services }), name);
  }
});
afterAll(() => aws[Symbol.asyncDispose]());
beforeEach(async () => {
  await fetch(`${aws.endpoint}/_testbed/meter/reset`, { method: 'POST' });
});

async function read(): Promise<MeterReading> {
  return (await (await fetch(`${aws.endpoint}/_testbed/meter`)).json()) as MeterReading;
}

/** What a resource used, by quantity. */
async function usedBy(service: string, resource: string): Promise<Record<string, number>> {
  const { quantities } = await read();
  const own = quantities.filter((one) => one.service === service && one.resource === resource);
  return Object.fromEntries(own.map(({ quantity, amount }) => [quantity, amount]));
}

describe('DynamoDB', () => {
  let dynamodb: DynamoDB;
  let TableName: string;
  beforeAll(() => {
    dynamodb = aws.client(DynamoDB);
  });
  beforeEach(async () => {
    TableName = uniqueName('table');
    await dynamodb.createTable({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk', 'owner'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'by-owner',
          KeySchema: [{ AttributeName: 'owner', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    });
  });

  /** Items of one partition with so many bytes of text. */
  async function put(count: number, bytes: number, more: object = {}) {
    for (let sk = 0; sk < count; sk++) {
      const Item = { pk: { S: 'p' }, sk: { S: String(sk) }, text: { S: 'x'.repeat(bytes) }, ...more };
      await dynamodb.putItem({ TableName, Item });
    }
  }

  test('three writes of 1.5 KB are six write units', async () => {
    await put(3, 1500);
    expect(await usedBy('dynamodb', TableName)).toEqual({ writeUnits: 6 });
  });

  test('text counts by its bytes in UTF-8, and not by its characters', async () => {
    await put(1, 0, { text: { S: 'ü'.repeat(600) } });
    expect(await usedBy('dynamodb', TableName)).toEqual({ writeUnits: 2 });
  });

  test('an index is written where what it holds changes, twice where its key does', async () => {
    const index = `${TableName}/index/by-owner`;
    await put(1, 10, { owner: { S: 'ann' } });
    expect(await usedBy('dynamodb', index)).toEqual({ writeUnits: 1 });
    await put(1, 20, { owner: { S: 'ann' } });
    expect(await usedBy('dynamodb', index)).toEqual({ writeUnits: 1 });
    await put(1, 20, { owner: { S: 'bea' } });
    expect(await usedBy('dynamodb', index)).toEqual({ writeUnits: 3 });
  });

  test('a query reads the sum of what it looks at: 4 KB are half a unit, or one when it is consistent', async () => {
    await put(3, 3000);
    const query = {
      TableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: 'p' } },
    };
    await dynamodb.query(query);
    expect((await usedBy('dynamodb', TableName)).readUnits).toBe(1.5);
    await dynamodb.query({ ...query, ConsistentRead: true });
    expect((await usedBy('dynamodb', TableName)).readUnits).toBe(4.5);
  });

  test('a page of a query costs only what is on it, and what a filter drops costs as well', async () => {
    await put(3, 3000);
    await dynamodb.query({
      TableName,
      Limit: 1,
      KeyConditionExpression: 'pk = :pk',
      FilterExpression: 'attribute_exists(nothing)',
      ExpressionAttributeValues: { ':pk': { S: 'p' } },
    });
    expect((await usedBy('dynamodb', TableName)).readUnits).toBe(0.5);
  });

  test('a read of what is not there costs half a unit', async () => {
    await dynamodb.getItem({ TableName, Key: { pk: { S: 'none' }, sk: { S: '0' } } });
    expect(await usedBy('dynamodb', TableName)).toEqual({ readUnits: 0.5 });
  });

  test('a write that its condition refuses costs as much as what stands there', async () => {
    await put(1, 2500);
    const Item = { pk: { S: 'p' }, sk: { S: '0' } };
    const refused = dynamodb.putItem({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' });
    await expect(refused).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
    expect(await usedBy('dynamodb', TableName)).toEqual({ writeUnits: 6 });
  });

  test('a transaction costs twice', async () => {
    const Item = { pk: { S: 't' }, sk: { S: '0' } };
    await dynamodb.transactWriteItems({ TransactItems: [{ Put: { TableName, Item } }] });
    await dynamodb.transactGetItems({ TransactItems: [{ Get: { TableName, Key: Item } }] });
    expect(await usedBy('dynamodb', TableName)).toEqual({ writeUnits: 2, readUnits: 2 });
  });

  test('CloudWatch learns of it, by table and index', async () => {
    await put(2, 1500, { owner: { S: 'ann' } });
    const cloudwatch = aws.client(CloudWatch);
    const sumOf = async (Dimensions: { Name: string; Value: string }[]) => {
      const now = aws.context.clock.now();
      const { Datapoints = [] } = await cloudwatch.getMetricStatistics({
        Namespace: 'AWS/DynamoDB',
        MetricName: 'ConsumedWriteCapacityUnits',
        Dimensions,
        StartTime: new Date(now - 300_000),
        EndTime: new Date(now + 60_000),
        Period: 60,
        Statistics: ['Sum'],
      });
      return Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0);
    };
    const table = { Name: 'TableName', Value: TableName };
    await until(async () => (await sumOf([table])) === 4);
    expect(await sumOf([table, { Name: 'GlobalSecondaryIndexName', Value: 'by-owner' }])).toBe(2);
  });
});

describe('Step Functions', () => {
  /** Runs an execution of a machine to its end; the machine's name. */
  async function run(definition: object): Promise<string> {
    const sfn = aws.client(SFN, { disableHostPrefix: true });
    const name = uniqueName('machine');
    const { stateMachineArn } = await sfn.createStateMachine({
      name,
      roleArn: ROLE,
      definition: JSON.stringify({ QueryLanguage: 'JSONata', ...definition }),
    });
    const { executionArn } = await sfn.startExecution({ stateMachineArn });
    await until(async () => {
      await aws.context.clock.advance(1_000);
      return (await sfn.describeExecution({ executionArn })).status !== 'RUNNING';
    });
    return name;
  }

  test('four states are four transitions: each state that is entered is one', async () => {
    const pass = (Next: string) => ({ Type: 'Pass', Next });
    const machine = await run({
      StartAt: 'A',
      States: { A: pass('B'), B: pass('C'), C: pass('D'), D: { Type: 'Succeed' } },
    });
    expect(await usedBy('sfn', machine)).toEqual({ stateTransitions: 4 });
  });

  test('each retry is one more', async () => {
    const machine = await run({
      StartAt: 'Ask',
      States: {
        Ask: {
          Type: 'Task',
          Resource: 'arn:aws:states:::aws-sdk:dynamodb:getItem',
          Arguments: { TableName: 'no-such-table', Key: { pk: { S: 'p' } } },
          Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 2 }],
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Give up' }],
          End: true,
        },
        'Give up': { Type: 'Succeed' },
      },
    });
    expect(await usedBy('sfn', machine)).toEqual({ stateTransitions: 4 });
  });

  test('states in iterations of a Map count one by one', async () => {
    const machine = await run({
      StartAt: 'Each',
      States: {
        Each: {
          Type: 'Map',
          Items: [1, 2, 3],
          ItemProcessor: { StartAt: 'One', States: { One: { Type: 'Pass', End: true } } },
          End: true,
        },
      },
    });
    expect(await usedBy('sfn', machine)).toEqual({ stateTransitions: 4 });
  });

  test('calls of a state machine are those of its role', async () => {
    await run({
      StartAt: 'Ask',
      States: {
        Ask: {
          Type: 'Task',
          Resource: 'arn:aws:states:::aws-sdk:dynamodb:getItem',
          Arguments: { TableName: 'no-such-table', Key: { pk: { S: 'p' } } },
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Give up' }],
          End: true,
        },
        'Give up': { Type: 'Succeed' },
      },
    });
    const { calls } = await read();
    expect(calls.filter(({ caller }) => caller === 'workflow')).toEqual([
      {
        caller: 'workflow',
        service: 'dynamodb',
        action: 'GetItem',
        resource: 'no-such-table',
        calls: 1,
        errors: { ResourceNotFoundException: 1 },
        throttles: 0,
        retries: 0,
      },
    ]);
  });
});

describe('Lambda', () => {
  test('counts invocations, cold starts, failures, and memory times billed time', async () => {
    const lambda = aws.client(Lambda);
    const source = 'export const handler = async ({ fail }) => { if (fail) throw new Error("no"); };';
    const settings = { MemorySize: 512, Architectures: ['arm64' as const] };
    const name = await aFunction(lambda, source, settings);
    const logs = [await invoke(lambda, name), await invoke(lambda, name, { fail: true })].map(
      ({ log }) => log,
    );
    const billed = logs
      .map((log) => Number(/Billed Duration: (\d+) ms/.exec(log)?.[1]))
      .reduce((sum, one) => sum + one, 0);
    expect(await usedBy('lambda', name)).toMatchObject({
      invocations: 2,
      functionErrors: 1,
      billedMilliseconds: billed,
      'megabyteMilliseconds.arm64': billed * 512,
      coldStarts: 1,
      initMilliseconds: expect.any(Number),
    });
    const { calls } = await read();
    expect(calls).toContainEqual(
      expect.objectContaining({
        caller: 'root',
        service: 'lambda',
        action: 'Invoke',
        resource: name,
        calls: 2,
      }),
    );
  });

  test('counts what a concurrency limit turns away, as a throttle of the call too', async () => {
    const lambda = aws.client(Lambda);
    const name = await aFunction(lambda, 'export const handler = async () => {};');
    await lambda.putFunctionConcurrency({ FunctionName: name, ReservedConcurrentExecutions: 0 });
    await expect(lambda.invoke({ FunctionName: name })).rejects.toMatchObject({
      name: 'TooManyRequestsException',
    });
    expect(await usedBy('lambda', name)).toEqual({ throttles: 1 });
    const { calls } = await read();
    expect(calls).toContainEqual(expect.objectContaining({ action: 'Invoke', resource: name, throttles: 1 }));
  });
});

test('S3 counts requests by class, bytes carried and bytes kept; deletions are free', async () => {
  const s3 = aws.client(S3);
  const Bucket = uniqueName('bucket');
  await s3.createBucket({ Bucket });
  await s3.putObject({ Bucket, Key: 'a', Body: 'x'.repeat(1000) });
  await s3.putObject({ Bucket, Key: 'b', Body: 'x'.repeat(500) });
  await s3.putObject({ Bucket, Key: 'a', Body: 'x'.repeat(300) });
  await (await s3.getObject({ Bucket, Key: 'a' })).Body?.transformToString();
  await s3.headObject({ Bucket, Key: 'a' });
  await s3.listObjectsV2({ Bucket });
  await s3.deleteObject({ Bucket, Key: 'b' });
  expect(await usedBy('s3', Bucket)).toEqual({
    writeRequests: 5,
    readRequests: 2,
    uploadedBytes: 1800,
    downloadedBytes: 300,
    storedBytes: 300,
  });
});

test('SQS bills a request for each 64 KB that it carries', async () => {
  const sqs = aws.client(SQS);
  const queue = uniqueName('queue');
  const { QueueUrl } = await sqs.createQueue({ QueueName: queue });
  await sqs.sendMessage({ QueueUrl, MessageBody: 'x' });
  await sqs.sendMessage({ QueueUrl, MessageBody: 'x'.repeat(65 * 1024) });
  expect(await usedBy('sqs', queue)).toEqual({ requests: 3 });
  await sqs.receiveMessage({ QueueUrl, MaxNumberOfMessages: 10 });
  expect(await usedBy('sqs', queue)).toEqual({ requests: 5 });
});

test('CloudWatch Logs counts messages with 26 bytes for each event, and their custom metrics once', async () => {
  const logs = aws.client(CloudWatchLogs);
  const [logGroupName, logStreamName] = [uniqueName('group'), 's'];
  await logs.createLogGroup({ logGroupName });
  await logs.createLogStream({ logGroupName, logStreamName });
  const timestamp = aws.context.clock.now();
  const namespace = uniqueName('Orders');
  const message = JSON.stringify({
    _aws: {
      Timestamp: timestamp,
      CloudWatchMetrics: [{ Namespace: namespace, Dimensions: [['route']], Metrics: [{ Name: 'requests' }] }],
    },
    route: 'GET /',
    requests: 1,
  });
  const logEvents = [
    { timestamp, message },
    { timestamp, message },
  ];
  await logs.putLogEvents({ logGroupName, logStreamName, logEvents });
  expect(await usedBy('cloudwatchlogs', logGroupName)).toEqual({ ingestedBytes: 2 * (message.length + 26) });
  await until(async () => (await usedBy('cloudwatch', namespace)).customMetrics === 1);
});

test('Logs Insights bills what its queries scan, by log group', async () => {
  const logs = aws.client(CloudWatchLogs);
  const logGroupName = uniqueName('/scanned');
  const timestamp = aws.context.clock.now();
  await logs.createLogGroup({ logGroupName });
  await logs.createLogStream({ logGroupName, logStreamName: 's' });
  const logEvents = [{ timestamp, message: 'four' }];
  await logs.putLogEvents({ logGroupName, logStreamName: 's', logEvents });
  const times = { startTime: timestamp, endTime: timestamp + 60_000 };
  await logs.startQuery({ logGroupName, queryString: 'limit 1', ...times });
  await until(async () => (await usedBy('cloudwatchlogs', logGroupName)).scannedBytes === 4);
});

test('API Gateway bills a request by each 512 KB of its bodies, and none that it throttles', async () => {
  const started = {
    aws,
    gateway: aws.client(ApiGatewayV2),
    cognito: aws.client(CognitoIdentityProvider),
  };
  const api = await anApi(started, {
    stage: { DefaultRouteSettings: { ThrottlingBurstLimit: 2, ThrottlingRateLimit: 0.001 } },
  });
  for (const bytes of [10, 600 * 1024, 10]) await api.call('/', { method: 'POST', body: 'x'.repeat(bytes) });
  expect(await usedBy('apigatewayv2', api.apiId)).toMatchObject({ requests: 3, throttles: 1 });
});

test('Scheduler counts what it invokes', async () => {
  const { QueueUrl } = await aws.client(SQS).createQueue({ QueueName: uniqueName('queue') });
  const Name = uniqueName('schedule');
  await aws.client(Scheduler).createSchedule({
    Name,
    ScheduleExpression: 'rate(1 hour)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: {
      Arn: `arn:aws:sqs:us-east-1:000000000000:${QueueUrl?.split('/').at(-1)}`,
      RoleArn: 'arn:aws:iam::000000000000:role/scheduler',
    },
  });
  await aws.context.clock.advance(3 * 3_600_000);
  expect(await usedBy('scheduler', Name)).toEqual({ invocations: 4 });
});

test('Cognito counts each active user once', async () => {
  const cognito = aws.client(CognitoIdentityProvider);
  const { userPoolId, clientId } = await aPool(cognito);
  for (const Username of ['ann@example.com', 'bea@example.com']) {
    await cognito.adminCreateUser({ UserPoolId: userPoolId, Username, MessageAction: 'SUPPRESS' });
    await cognito.adminSetUserPassword({
      UserPoolId: userPoolId,
      Username,
      Password: PASSWORD,
      Permanent: true,
    });
  }
  await fetch(`${aws.endpoint}/_testbed/meter/reset`, { method: 'POST' });
  for (let sign = 0; sign < 2; sign++) {
    await cognito.initiateAuth({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'ann@example.com', PASSWORD },
    });
  }
  expect(await usedBy('cognitoidentityprovider', userPoolId)).toEqual({ activeUsers: 1 });
});

test('X-Ray counts a trace once, of however many segments', async () => {
  const segment = (id: string) =>
    JSON.stringify({
      id,
      name: 'http',
      trace_id: '1-6925f3c0-0123456789abcdef01234567',
      start_time: aws.context.clock.now() / 1000,
      end_time: aws.context.clock.now() / 1000,
    });
  const { call, root } = aws.context;
  const TraceSegmentDocuments = [segment('0123456789abcdef'), segment('fedcba9876543210')];
  await call('xray', 'PutTraceSegments', { TraceSegmentDocuments }, root);
  expect(await usedBy('xray', '*')).toEqual({ traces: 1 });
});

describe('/_testbed/meter', () => {
  // An AWS where nothing happens by itself: the queues and schedules above are looked at whenever their time comes.
  let others: StartedEmbedded;
  beforeAll(async () => {
    others = aws;
    aws = await startEmbedded({ services: ['dynamodb'] });
  });
  afterAll(async () => {
    await aws[Symbol.asyncDispose]();
    aws = others;
  });

  test("distinguishes an SDK's retries from first attempts", async () => {
    const dynamodb = aws.client(DynamoDB, { maxAttempts: 3 });
    let failures = 0;
    dynamodb.middlewareStack.add(
      (next) => async (args) => {
        const answer = await next(args);
        if (failures++ > 0) return answer;
        throw Object.assign(new Error('connection reset'), { name: 'TimeoutError', $retryable: {} });
      },
      { step: 'deserialize', priority: 'low' },
    );
    await dynamodb.listTables({});
    const { calls } = await read();
    expect(calls).toEqual([
      {
        caller: 'root',
        service: 'dynamodb',
        action: 'ListTables',
        resource: '*',
        calls: 2,
        errors: {},
        throttles: 0,
        retries: 1,
      },
    ]);
  });

  test('answers a reset with what was counted until then', async () => {
    await aws.client(DynamoDB).listTables({});
    const response = await fetch(`${aws.endpoint}/_testbed/meter/reset`, { method: 'POST' });
    expect(await response.json()).toMatchObject({ version: 1, calls: [{ action: 'ListTables', calls: 1 }] });
    expect(await read()).toMatchObject({ calls: [], quantities: [] });
  });

  test('can be stopped, and goes on', async () => {
    const turn = (running: boolean) =>
      fetch(`${aws.endpoint}/_testbed/meter`, { method: 'POST', body: JSON.stringify({ running }) });
    await turn(false);
    await aws.client(DynamoDB).listTables({});
    expect(await read()).toMatchObject({ running: false, calls: [] });
    await turn(true);
    await aws.client(DynamoDB).listTables({});
    expect((await read()).calls).toHaveLength(1);
  });

  test('refuses a switch that is neither on nor off', async () => {
    const response = await fetch(`${aws.endpoint}/_testbed/meter`, { method: 'POST', body: '{"running":1}' });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ message: '"running" must be true or false.' });
  });
});
