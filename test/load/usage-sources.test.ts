import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { Lambda } from '@aws-sdk/client-lambda';
import { SFN } from '@aws-sdk/client-sfn';
import { SQS } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cloudWatchSource } from '../../load/cost/cloudwatch-source.ts';
import { findMeter } from '../../load/cost/meter-source.ts';
import type { UsageSource } from '../../load/cost/source.ts';
import { amountOf, type Usage } from '../../load/cost/usage.ts';
import { type StartedEmbedded, startEmbedded } from '../../localstack/testing/embedded.ts';
import { aFunction, invoke } from '../../localstack/testing/functions.ts';
import { aRole, trustOf } from '../../localstack/testing/roles.ts';
import { until } from '../../localstack/testing/until.ts';

const PREFIX = 'expense-tracker-test';
let aws: StartedEmbedded;

beforeAll(async () => {
  aws = await startEmbedded();
  await aRole(aws, [], trustOf('states.amazonaws.com'), 'workflow');
  await aRole(aws, [], trustOf('lambda.amazonaws.com'), 'functions');
});
afterAll(() => aws[Symbol.asyncDispose]());

/** Uses a little of each service, by resources that are named as a stage's are. */
async function useSome(): Promise<void> {
  const dynamodb = aws.client(DynamoDB);
  const table = { TableName: `${PREFIX}-expenses` };
  await dynamodb.createTable({
    ...table,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'owner', AttributeType: 'S' },
    ],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'by-owner',
        KeySchema: [{ AttributeName: 'owner', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  });
  const Item = { pk: { S: '1' }, owner: { S: 'ann' }, text: { S: 'x'.repeat(1500) } };
  await dynamodb.putItem({ ...table, Item });
  await dynamodb.getItem({ ...table, Key: { pk: { S: '1' } } });
  const other = { TableName: 'elsewhere' };
  await dynamodb.createTable({
    ...other,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  });
  await dynamodb.putItem({ ...other, Item: { pk: { S: '1' } } });

  const sqs = aws.client(SQS);
  const { QueueUrl } = await sqs.createQueue({ QueueName: `${PREFIX}-receipts` });
  await sqs.sendMessage({ QueueUrl, MessageBody: 'x' });
  await sqs.receiveMessage({ QueueUrl });

  const logs = aws.client(CloudWatchLogs);
  const stream = { logGroupName: `/aws/lambda/${PREFIX}-http`, logStreamName: 's' };
  await logs.createLogGroup(stream);
  await logs.createLogStream(stream);
  await logs.putLogEvents({
    ...stream,
    logEvents: [{ timestamp: aws.context.clock.now(), message: 'x'.repeat(74) }],
  });

  const sfn = aws.client(SFN, { disableHostPrefix: true });
  const { stateMachineArn } = await sfn.createStateMachine({
    name: `${PREFIX}-approval`,
    roleArn: 'arn:aws:iam::000000000000:role/workflow',
    definition: JSON.stringify({
      QueryLanguage: 'JSONata',
      StartAt: 'A',
      States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Succeed' } },
    }),
  });
  await sfn.startExecution({ stateMachineArn });
}

/** The amounts that both sources know. */
function amounts(usage: Usage) {
  return {
    writeUnits: amountOf(usage, 'dynamodb', 'writeUnits'),
    readUnits: amountOf(usage, 'dynamodb', 'readUnits'),
    requests: amountOf(usage, 'sqs', 'requests'),
    stateTransitions: amountOf(usage, 'sfn', 'stateTransitions'),
    ingestedBytes: usage.quantities.find(({ resource }) => resource === `/aws/lambda/${PREFIX}-http`)?.amount,
  };
}

test('the meter and CloudWatch show the same of a stage, CloudWatch of that stage alone', async () => {
  const target = { endpoint: aws.endpoint, region: 'us-east-1' };
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const meter = (await findMeter(`${aws.endpoint}/_aws/execute-api/abc`)) as UsageSource;
  const cloudwatch = cloudWatchSource({
    aws: { ...target, credentials },
    apiUrl: `${aws.endpoint}/_aws/execute-api/abc`,
    tableName: `${PREFIX}-expenses`,
    settleWithin: 0,
  });
  await meter.reset();
  await cloudwatch.reset();
  await useSome();
  const expected = { writeUnits: 4, readUnits: 0.5, requests: 2, stateTransitions: 2, ingestedBytes: 100 };
  // The queue's creation is a request as well, and so is the one write to a table of somebody else.
  expect(amounts(await meter.read())).toEqual({ ...expected, writeUnits: 5, requests: 3 });
  const settled = await until(
    async () => {
      const usage = await cloudwatch.read();
      return amounts(usage).stateTransitions === 2 && amounts(usage).writeUnits >= 4 ? usage : undefined;
    },
    { within: 10_000 },
  );
  expect(amounts(settled)).toEqual(expected);
});

test('CloudWatch gives GB-seconds by the size that a function has', async () => {
  const lambda = aws.client(Lambda);
  const FunctionName = `${PREFIX}-sized`;
  await aFunction(lambda, 'export const handler = async () => {};', {
    FunctionName,
    MemorySize: 256,
    Architectures: ['arm64'],
  });
  const source = cloudWatchSource({
    aws: {
      endpoint: aws.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    },
    apiUrl: aws.endpoint,
    tableName: `${PREFIX}-expenses`,
    settleWithin: 0,
  });
  await invoke(lambda, FunctionName);
  // What a function counts reaches CloudWatch bit by bit.
  const own = await until(
    async () => {
      const { quantities } = await source.read();
      const ofFunction = quantities.filter(({ resource }) => resource === FunctionName);
      const read = Object.fromEntries(ofFunction.map(({ quantity, amount }) => [quantity, amount]));
      return read.invocations !== undefined && read.billedMilliseconds !== undefined ? read : undefined;
    },
    { within: 10_000 },
  );
  expect(own).toMatchObject({ invocations: 1 });
  expect(own['megabyteMilliseconds.arm64']).toBeCloseTo((own.billedMilliseconds ?? 0) * 256, 6);
});

test('an AWS without a meter has none', async () => {
  expect(await findMeter('http://127.0.0.1:1')).toBeUndefined();
});
