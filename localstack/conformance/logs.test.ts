import {
  CloudWatchClient,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  DescribeMetricFiltersCommand,
  DescribeQueryDefinitionsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  ListTagsForResourceCommand,
  ListTagsLogGroupCommand,
  PutLogEventsCommand,
  PutMetricFilterCommand,
  PutQueryDefinitionCommand,
  PutRetentionPolicyCommand,
  PutSubscriptionFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACCOUNT, REGION, skipElsewhere, startBackend } from '../testing/backend.ts';
import type { StartedEmbedded } from '../testing/embedded.ts';
import { aFunction, invoke } from '../testing/functions.ts';
import { uniqueName } from '../testing/unique-name.ts';
import { until } from '../testing/until.ts';

let aws: StartedEmbedded;
let logs: CloudWatchLogsClient;

beforeAll(async () => {
  aws = await startBackend(['cloudwatchlogs', 'cloudwatch', 'lambda'], { log: () => {} });
  logs = aws.client(CloudWatchLogsClient);
});
afterAll(() => aws[Symbol.asyncDispose]());

async function aStream(): Promise<{ logGroupName: string; logStreamName: string }> {
  const names = { logGroupName: uniqueName('/group'), logStreamName: 'stream' };
  await logs.send(
    new CreateLogGroupCommand({ logGroupName: names.logGroupName, tags: { team: 'expenses' } }),
  );
  await logs.send(new CreateLogStreamCommand(names));
  return names;
}

function put(stream: { logGroupName: string; logStreamName: string }, ...messages: string[]) {
  const now = aws.context.clock.now();
  const logEvents = messages.map((message, index) => ({ message, timestamp: now - 1000 + index }));
  return logs.send(new PutLogEventsCommand({ ...stream, logEvents }));
}

async function filter(logGroupName: string, filterPattern: string): Promise<(string | undefined)[]> {
  const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName, filterPattern }));
  return (events ?? []).map(({ message }) => message);
}

describe('log groups', () => {
  test('are described by prefix with their retention, and tagged the old way and the new', async () => {
    const { logGroupName } = await aStream();
    await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 14 }));
    const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }));
    expect(logGroups).toMatchObject([
      {
        logGroupName,
        retentionInDays: 14,
        arn: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${logGroupName}:*`,
      },
    ]);
    const resourceArn = logGroups?.[0]?.logGroupArn;
    const { tags } = await logs.send(new ListTagsForResourceCommand({ resourceArn }));
    expect(tags).toEqual({ team: 'expenses' });
    expect((await logs.send(new ListTagsLogGroupCommand({ logGroupName }))).tags).toEqual(tags);
  });

  test.each([
    [
      'exist twice',
      'ResourceAlreadyExistsException',
      (name: string) => logs.send(new CreateLogGroupCommand({ logGroupName: name })),
    ],
    [
      'are kept for five days and a half',
      'InvalidParameterException',
      (name: string) => logs.send(new PutRetentionPolicyCommand({ logGroupName: name, retentionInDays: 6 })),
    ],
    [
      'have subscriptions',
      'NotImplemented',
      (logGroupName: string) =>
        logs.send(
          new PutSubscriptionFilterCommand({
            logGroupName,
            filterName: 'f',
            filterPattern: '',
            destinationArn: 'arn:aws:lambda:x',
          }),
        ),
    ],
    [
      'are missing',
      'ResourceNotFoundException',
      (name: string) => logs.send(new DeleteLogGroupCommand({ logGroupName: `${name}-x` })),
    ],
  ])('cannot be asked for when they %s', async (_what, name, request) => {
    if (name === 'NotImplemented') skipElsewhere('a limit of the embedded AWS');
    const { logGroupName } = await aStream();
    await expect(request(logGroupName)).rejects.toMatchObject({ name });
  });

  test.each([
    [
      'a group with a name of 513 characters',
      () => logs.send(new CreateLogGroupCommand({ logGroupName: 'a'.repeat(513) })),
      'InvalidParameterException',
      'Invalid LogGroup or LogStream, both must have length less than or equal to 512.',
    ],
    [
      'groups by prefix and by pattern',
      () => logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: 'a', logGroupNamePattern: 'b' })),
      'InvalidParameterException',
      'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
    ],
    [
      'streams by name and by ARN',
      () => logs.send(new DescribeLogStreamsCommand({ logGroupName: 'a', logGroupIdentifier: 'b' })),
      'ValidationException',
      'LogGroup name and LogGroup ARN are mutually exclusive parameters.',
    ],
    [
      'more events than there can be in one answer',
      () => logs.send(new GetLogEventsCommand({ logGroupName: 'a', logStreamName: 'b', limit: 10_001 })),
      'InvalidParameterException',
      "1 validation error detected: Value '10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000",
    ],
  ])('are not asked for as %s', async (_what, request, name, message) => {
    await expect(request()).rejects.toMatchObject({ name, message });
  });

  test('take events in the order of time alone', async () => {
    const stream = await aStream();
    const now = aws.context.clock.now();
    const logEvents = [now, now - 1].map((timestamp) => ({ timestamp, message: 'x' }));
    await expect(logs.send(new PutLogEventsCommand({ ...stream, logEvents }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Log events in a single PutLogEvents request must be in chronological order.',
    });
  });

  test('forget events that are older than their retention', async () => {
    const stream = await aStream();
    await logs.send(new PutRetentionPolicyCommand({ logGroupName: stream.logGroupName, retentionInDays: 1 }));
    await put(stream, 'old');
    await aws.context.clock.advance(2 * 86_400_000);
    await put(stream, 'new');
    await expect(filter(stream.logGroupName, '')).resolves.toEqual(['new']);
  });
});

describe('events', () => {
  test('are read in order, page by page in both directions', async () => {
    const stream = await aStream();
    await put(stream, '1', '2', '3', '4', '5');
    const first = await logs.send(new GetLogEventsCommand({ ...stream, startFromHead: true, limit: 2 }));
    const next = await logs.send(
      new GetLogEventsCommand({ ...stream, limit: 2, nextToken: first.nextForwardToken }),
    );
    const back = await logs.send(
      new GetLogEventsCommand({ ...stream, limit: 2, nextToken: next.nextBackwardToken }),
    );
    const read = [first, next, back].map(({ events }) => events?.map(({ message }) => message).join(''));
    expect(read).toEqual(['12', '34', '12']);
  });

  test('too far in the past are rejected, and streams know their last event', async () => {
    const stream = await aStream();
    const now = aws.context.clock.now();
    const logEvents = [
      { message: 'ancient', timestamp: now - 15 * 86_400_000 },
      { message: 'now', timestamp: now },
    ];
    const { rejectedLogEventsInfo } = await logs.send(new PutLogEventsCommand({ ...stream, logEvents }));
    expect(rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1 });
    const { logStreams } = await logs.send(
      new DescribeLogStreamsCommand({ logGroupName: stream.logGroupName }),
    );
    expect(logStreams).toMatchObject([{ logStreamName: 'stream', lastEventTimestamp: now }]);
  });

  test.each([
    ['ERROR', ['ERROR timeout', 'ERROR denied']],
    ['ERROR -timeout', ['ERROR denied']],
    ['?timeout ?hello', ['ERROR timeout', 'hello']],
    ['"ERROR denied"', ['ERROR denied']],
    ['{ $.level = "WARN" }', ['{"level":"WARN","ms":5}']],
    [
      '{ $.ms > 5 || $.level = W* }',
      ['{"level":"WARN","ms":5}', '{"level":"INFO","ms":50,"who":{"id":"x"}}'],
    ],
    ['{ ($.ms >= 5) && ($.who.id = "x") }', ['{"level":"INFO","ms":50,"who":{"id":"x"}}']],
    ['{ $.who NOT EXISTS }', ['{"level":"WARN","ms":5}']],
  ])('are found by the pattern %s', async (pattern, expected) => {
    const stream = await aStream();
    await put(
      stream,
      'ERROR timeout',
      'ERROR denied',
      'hello',
      '{"level":"WARN","ms":5}',
      '{"level":"INFO","ms":50,"who":{"id":"x"}}',
    );
    await expect(filter(stream.logGroupName, pattern)).resolves.toEqual(expected);
  });

  test.each(['{ $.a ~ 1 }', '{ level = 1 }'])('are not looked for by the pattern %s', async (pattern) => {
    skipElsewhere('a limit of the embedded AWS');
    const { logGroupName } = await aStream();
    await expect(filter(logGroupName, pattern)).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  test('beyond what memory holds drop the oldest', async () => {
    skipElsewhere('a limit of the embedded AWS');
    const stream = await aStream();
    for (let batch = 0; batch < 3; batch++) {
      await put(stream, ...Array.from({ length: 9_000 }, (_, index) => `${batch}:${index}`));
    }
    await expect(filter(stream.logGroupName, '"0:6999"')).resolves.toEqual([]);
    await expect(filter(stream.logGroupName, '"0:7000"')).resolves.toEqual(['0:7000']);
  });
});

describe('metrics out of events', () => {
  test('come from the embedded metric format', async () => {
    const stream = await aStream();
    const Namespace = uniqueName('namespace');
    const emf = {
      _aws: {
        Timestamp: aws.context.clock.now(),
        CloudWatchMetrics: [
          { Namespace, Dimensions: [['service']], Metrics: [{ Name: 'created', Unit: 'Count' }] },
        ],
      },
      service: 'api',
      created: [1, 2],
    };
    await put(stream, JSON.stringify(emf), 'no metric');
    const monitoring = aws.client(CloudWatchClient);
    const now = aws.context.clock.now();
    const statistics = new GetMetricStatisticsCommand({
      Namespace,
      MetricName: 'created',
      Dimensions: [{ Name: 'service', Value: 'api' }],
      StartTime: new Date(now - 300_000),
      EndTime: new Date(now + 300_000),
      Period: 60,
      Statistics: ['Sum', 'SampleCount'],
    });
    const { Datapoints } = await monitoring.send(statistics);
    expect(Datapoints).toMatchObject([{ Sum: 3, SampleCount: 2, Unit: 'Count' }]);
  });

  test('come from metric filters', async () => {
    const stream = await aStream();
    const metricNamespace = uniqueName('namespace');
    await logs.send(
      new PutMetricFilterCommand({
        logGroupName: stream.logGroupName,
        filterName: 'latency',
        filterPattern: '{ $.ms > 1 }',
        metricTransformations: [{ metricName: 'ms', metricNamespace, metricValue: '$.ms' }],
      }),
    );
    const { metricFilters } = await logs.send(
      new DescribeMetricFiltersCommand({ logGroupName: stream.logGroupName }),
    );
    expect(metricFilters).toMatchObject([{ filterName: 'latency' }]);
    await put(stream, '{"ms":5}', '{"ms":1}', '{"ms":7}');
    const now = aws.context.clock.now();
    const { MetricDataResults } = await aws.client(CloudWatchClient).send(
      new GetMetricDataCommand({
        StartTime: new Date(now - 300_000),
        EndTime: new Date(now + 300_000),
        MetricDataQueries: [
          {
            Id: 'm1',
            MetricStat: {
              Metric: { Namespace: metricNamespace, MetricName: 'ms' },
              Period: 3600,
              Stat: 'Sum',
            },
          },
        ],
      }),
    );
    expect(MetricDataResults?.[0]?.Values?.reduce((sum, value) => sum + value, 0)).toBe(12);
  });
});

test('saved queries are kept', async () => {
  const name = uniqueName('query');
  await logs.send(new PutQueryDefinitionCommand({ name, queryString: 'fields @message' }));
  const { queryDefinitions } = await logs.send(
    new DescribeQueryDefinitionsCommand({ queryDefinitionNamePrefix: name }),
  );
  expect(queryDefinitions).toMatchObject([{ name, queryString: 'fields @message' }]);
});

test('a function’s lines are in its log group, and its invocations in AWS/Lambda', async () => {
  const lambda = aws.client(LambdaClient);
  const name = await aFunction(lambda, `export const handler = async () => { console.warn('careful'); };`);
  await invoke(lambda, name);
  await invoke(lambda, name);
  const found = await until(async () => {
    const lines = await filter(`/aws/lambda/${name}`, 'careful');
    return lines.length === 2 && lines;
  });
  expect(found[0]).toMatch(/\tWARN\tcareful$/);
  const now = aws.context.clock.now();
  const statistics = new GetMetricStatisticsCommand({
    Namespace: 'AWS/Lambda',
    MetricName: 'Invocations',
    Dimensions: [{ Name: 'FunctionName', Value: name }],
    StartTime: new Date(now - 300_000),
    EndTime: new Date(now + 300_000),
    Period: 3600,
    Statistics: ['Sum'],
  });
  const monitoring = aws.client(CloudWatchClient);
  await until(async () => (await monitoring.send(statistics)).Datapoints?.[0]?.Sum === 2);
});
