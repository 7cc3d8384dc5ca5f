import { ApiGatewayV2 } from '@aws-sdk/client-apigatewayv2';
import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import {
  AddPermissionCommand,
  CreateEventSourceMappingCommand,
  InvokeCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type StartedEmbedded, startEmbedded } from '../testing/embedded.ts';
import { aFunction, ROLE } from '../testing/functions.ts';
import { until } from '../testing/until.ts';
import { createClock, standingTime } from './clock/clock.ts';
import { createRandom } from './core/random.ts';

const MINUTE = 60_000;
const arnOf = (service: string, name: string) => `arn:aws:${service}:us-east-1:000000000000:${name}`;

/** How likely a call within the embedded AWS, or of its clients, throws what nothing expects. */
let probability = 0;
const random = createRandom('random throws');
const stumble = (where: string) => {
  if (random.number() < probability) throw new TypeError(`${where} is not a function`);
};
const unhandled: unknown[] = [];
const remember = (error: unknown) => void unhandled.push(error);
const logged: string[] = [];

let aws: StartedEmbedded;
let stack: Awaited<ReturnType<typeof provision>>;
beforeAll(async () => {
  process.on('uncaughtException', remember).on('unhandledRejection', remember);
  aws = await startEmbedded({
    clock: createClock(standingTime(Date.parse('2026-11-29T00:00:00Z'))),
    services: [
      'dynamodb',
      'sqs',
      's3',
      'cloudwatchlogs',
      'cloudwatch',
      'lambda',
      'apigatewayv2',
      'sfn',
      'xray',
      'scheduler',
    ],
    log: (message) => logged.push(message),
    hooks: {
      authorize: () => stumble('authorize'),
      observe: () => stumble('observe'),
    },
  });
  stack = await provision();
});
afterAll(async () => {
  process.off('uncaughtException', remember).off('unhandledRejection', remember);
  await aws[Symbol.asyncDispose]();
});

/** Everything that calls something by itself: an API, a mapping, notifications, a schedule, a machine, an alarm. */
async function provision() {
  const [lambda, sqs, s3] = [aws.client(LambdaClient), aws.client(SQSClient), aws.client(S3Client)];
  const [sfn, gateway, scheduler] = [
    aws.client(SFNClient),
    aws.client(ApiGatewayV2),
    aws.client(SchedulerClient),
  ];
  const queue = async (QueueName: string) => {
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:*', Resource: '*' }],
    });
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes: { Policy } }));
    return QueueUrl;
  };
  const inbox = await queue('inbox');
  const events = await queue('events');
  const ticks = await queue('ticks');
  const name = await aFunction(
    lambda,
    `export const handler = async () => { console.log('called'); return 'ok'; };`,
    {
      TracingConfig: { Mode: 'Active' },
    },
  );
  const FunctionName = arnOf('lambda', `function:${name}`);
  await lambda.send(
    new CreateEventSourceMappingCommand({ FunctionName, EventSourceArn: arnOf('sqs', 'inbox') }),
  );
  await s3.send(new CreateBucketCommand({ Bucket: 'bucket' }));
  const QueueConfigurations = [{ QueueArn: arnOf('sqs', 'events'), Events: ['s3:ObjectCreated:*' as const] }];
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: 'bucket',
      NotificationConfiguration: { QueueConfigurations },
    }),
  );
  const Target = { Arn: arnOf('sqs', 'ticks'), RoleArn: ROLE, Input: '{}' };
  const FlexibleTimeWindow = { Mode: 'OFF' as const };
  await scheduler.send(
    new CreateScheduleCommand({
      Name: 'tick',
      ScheduleExpression: 'rate(1 minute)',
      FlexibleTimeWindow,
      Target,
    }),
  );
  const definition = JSON.stringify({
    StartAt: 'Wait',
    TimeoutSeconds: 86_400,
    States: {
      Wait: { Type: 'Wait', Seconds: 30, Next: 'Call' },
      Call: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Parameters: { FunctionName },
        Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 20, IntervalSeconds: 1, BackoffRate: 1 }],
        End: true,
      },
    },
  });
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({
      name: 'machine',
      roleArn: ROLE,
      definition,
      loggingConfiguration: { level: 'OFF' },
      tracingConfiguration: { enabled: true },
    }),
  );
  await aws.client(CloudWatchClient).send(
    new PutMetricAlarmCommand({
      AlarmName: 'errors',
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
    }),
  );
  const { ApiId = '', ApiEndpoint = '' } = await gateway.createApi({ Name: 'api', ProtocolType: 'HTTP' });
  const { IntegrationId } = await gateway.createIntegration({
    ApiId,
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: FunctionName,
    PayloadFormatVersion: '2.0',
  });
  await gateway.createRoute({ ApiId, RouteKey: '$default', Target: `integrations/${IntegrationId}` });
  await gateway.createStage({ ApiId, StageName: '$default', AutoDeploy: true });
  await lambda.send(
    new AddPermissionCommand({
      FunctionName,
      StatementId: 'api',
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
    }),
  );
  return { lambda, sqs, s3, sfn, inbox, events, ticks, FunctionName, stateMachineArn, ApiEndpoint };
}

/** One of each kind of request; what each came to. */
async function use(round: number): Promise<string[]> {
  const { lambda, sqs, s3, sfn, inbox, FunctionName, stateMachineArn, ApiEndpoint } = stack;
  const requests = [
    fetch(ApiEndpoint).then((response) => {
      if (!response.ok) throw new Error(String(response.status));
    }),
    lambda.send(new InvokeCommand({ FunctionName, InvocationType: 'Event' })),
    sqs.send(new SendMessageCommand({ QueueUrl: inbox, MessageBody: 'a' })),
    s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: `round-${round}`, Body: 'a' })),
    sfn.send(new StartExecutionCommand({ stateMachineArn, name: `round-${round}` })),
  ];
  const settled = await Promise.allSettled(requests);
  return settled.map(({ status }) => status);
}

const waiting = async (QueueUrl: string, attribute = 'ApproximateNumberOfMessages') => {
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
  const { Attributes } = await stack.sqs.send(command);
  return Number(Attributes?.[attribute as never]);
};

test('where calls throw at random, what calls by itself goes on, and works again when they do not', async () => {
  for (let round = 0; round < 12; round++) {
    probability = 0.4;
    const ended = await use(round);
    expect(ended).toHaveLength(5);
    await aws.context.clock.advance(2 * MINUTE);
  }
  probability = 0;
  const before = { events: await waiting(stack.events), ticks: await waiting(stack.ticks) };
  expect(await use(99)).toEqual(Array.from({ length: 5 }, () => 'fulfilled'));
  await aws.context.clock.advance(10 * MINUTE);
  expect(await waiting(stack.events)).toBeGreaterThan(before.events);
  expect(await waiting(stack.ticks)).toBeGreaterThanOrEqual(before.ticks + 10);
  await until(async () => (await waiting(stack.inbox)) === 0, { what: 'the mapping to read its queue' });
  const executionArn = `${stack.stateMachineArn?.replace(':stateMachine:', ':execution:')}:round-99`;
  expect((await stack.sfn.send(new DescribeExecutionCommand({ executionArn }))).status).toBe('SUCCEEDED');
  const errors = (await (await fetch(`${aws.endpoint}/_testbed/errors`)).json()) as {
    count: number;
    latest: { during: string; error: string }[];
  };
  expect(errors.count).toBeGreaterThan(50);
  expect(errors.latest.every(({ error }) => error.includes('is not a function'))).toBe(true);
  expect(logged.filter((line) => line.includes('failed unexpectedly'))).toHaveLength(errors.count);
  expect(unhandled).toEqual([]);
});
