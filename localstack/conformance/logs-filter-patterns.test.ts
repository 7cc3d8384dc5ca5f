import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  FilterLogEventsCommand,
  PutLogEventsCommand,
  PutMetricFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { skipElsewhere, startBackend } from '../testing/backend.ts';
import type { StartedEmbedded } from '../testing/embedded.ts';
import { uniqueName } from '../testing/unique-name.ts';

let aws: StartedEmbedded;
let logs: CloudWatchLogsClient;

beforeAll(async () => {
  aws = await startBackend(['cloudwatchlogs', 'cloudwatch'], { log: () => {} });
  logs = aws.client(CloudWatchLogsClient);
});
afterAll(() => aws[Symbol.asyncDispose]());

async function aGroup(...messages: readonly string[]): Promise<string> {
  const logGroupName = uniqueName('/group');
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: 's' }));
  const timestamp = aws.context.clock.now() - 1000;
  const logEvents = messages.map((message, index) => ({ message, timestamp: timestamp + index }));
  if (logEvents.length > 0) {
    await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName: 's', logEvents }));
  }
  return logGroupName;
}

async function found(logGroupName: string, filterPattern: string): Promise<(string | undefined)[]> {
  const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName, filterPattern }));
  return events.map(({ message }) => message);
}

/** Of the messages, by their numbers, those that the pattern lets through. */
async function matching(messages: readonly string[], pattern: string): Promise<number[]> {
  const events = await found(await aGroup(...messages), pattern);
  return events.map((message) => messages.indexOf(message ?? ''));
}

const JSON_EVENTS = [
  '{"path":"/api/v1","ms":1500,"ok":true,"user":null,"tags":["a","b"]}',
  '{"path":"/health","ms":2,"ok":false,"user":{"id":"ada"},"items":[{"n":1},{"n":22}]}',
  'GET /api/v1 1500',
];

describe('a pattern of JSON events', () => {
  test.each([
    ['{ $.path = %^\\/api% }', [0]],
    ['{ $.path = %^/api/v\\d$% }', [0]],
    ['{ $.path != %^/api% }', [1]],
    ['{ $.path = %api|health% && $.ms > 100 }', [0]],
    ['{ $.ms > 1e3 }', [0]],
    ['{ $.ms >= 1.5E+3 }', [0]],
    ['{ $.ms = 2e0 }', [1]],
    ['{ $.ok IS TRUE }', [0]],
    ['{ $.ok IS FALSE }', [1]],
    ['{ $.user IS NULL }', [0]],
    ['{ $.items NOT EXISTS }', [0]],
    ['{ $.tags[1] = "b" }', [0]],
    ['{ $.items[*].n = 22 }', [1]],
    ['{ $.* = "/health" }', [1]],
    ["{ $['path'] = /health }", [1]],
    ['{ $.user.id = a* || $.ok IS TRUE && $.ms > 9e9 }', [1]],
    ['{ ($.user.id = a* || $.ok IS TRUE) && $.ms > 9e9 }', []],
    ['{ $.path = "/*v1" }', [0]],
  ])('%s finds what it says', async (pattern, expected) => {
    expect(await matching(JSON_EVENTS, pattern)).toEqual(expected);
  });

  test.each([
    ['a group', '{ $.a = %(x)% }'],
    ['a symbol that is not supported', '{ $.a = %x!% }'],
    ['a space', '{ $.a = %x y% }'],
    ['characters of several bytes', '{ $.a = %é% }'],
    ['an operator without what it repeats', '{ $.a = %*x% }'],
    ['nothing in it', '{ $.a = %% }'],
  ])('is refused with a regular expression that has %s', async (_what, pattern) => {
    await expect(found(await aGroup(), pattern)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining(pattern.slice(8, -2)),
    });
  });

  test.each([
    '{ $.a = %a% && $.b = %b% && $.c = %c% }',
    '{ $.a = $.b }',
    '{ $.a > x }',
    '{ $.a > %1% }',
    '{ $.a EXISTS }',
    '{ $.a IS NOT NULL }',
    '{ $.a = 1 && }',
    '{ ($.a = 1 }',
    '{ $.a = 1',
    '{ $.a = %x }',
    '{ a = 1 }',
    '{ $.a ~ 1 }',
  ])('is refused where it is %s', async (pattern) => {
    await expect(found(await aGroup(), pattern)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test('is answered at once, whatever its regular expression and the event', async () => {
    const event = JSON.stringify({ a: `${'a'.repeat(50_000)}!` });
    expect(await matching([event], '{ $.a = %^a*a*a*a*a*a*b$% }')).toEqual([]);
    expect(await matching([event], '{ $.a = *a*a*a*a*a*b }')).toEqual([]);
  });
});

test.each([
  ['%[Uu]NAUTHORIZED|40\\d%', ['[ERROR 401] x', 'unauthorized', 'UNAUTHORIZED'], [0, 2]],
  ['%^INFO%', ['INFO a', 'an INFO'], [0]],
  ['%\\x41b{2}%', ['Abb', 'Ab'], [0]],
])('the regular expression %s alone is looked for in whole messages', async (pattern, messages, expected) => {
  expect(await matching(messages, pattern)).toEqual(expected);
});

test.each([
  'ERROR %x%',
  '?%x% ?y',
  '%(x)%',
  '"ERROR',
  'ERROR ?',
  '- x',
  '?"x',
  '*',
  'a*b',
  '( ERROR )',
  '-a:b',
])('the terms %s are refused', async (pattern) => {
  await expect(found(await aGroup(), pattern)).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

const LINES = [
  '127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534',
  '127.0.0.9 Prod ada [10/Oct/2000:13:25:16 -0700] "GET /logo.png HTTP/1.0" 200 99',
  'ERROR 09/25/2014 12:00:02 Failed to process request',
];

describe('a space-delimited pattern', () => {
  test.each([
    ['[ip, user, username, timestamp, request = *.html*, status_code = 4*, bytes]', [0]],
    ['[ip, user, username, timestamp = "10/Oct/2000*", request, status, bytes > 1000]', [0]],
    ['[..., status_code = 404 || status_code = 200, bytes]', [0, 1]],
    ['[ip = %127\\.0\\.0\\.[1-3]%, ..., bytes]', [0]],
    ['[..., request = %logo|nothing%, status != 4*, bytes < 1e2]', [1]],
    ['[w1=ERROR, w2]', [2]],
    ['[w1!=ERROR && w1!=WARNING, w2]', [0, 1]],
    ['[w1 = ERROR, ..., last = "request"]', [2]],
    ['[w1 = ERROR, date, time, text = "Failed to*"]', [2]],
    ['[a, b, c, d, e, f, g, h]', []],
  ])('%s finds what it says', async (pattern, expected) => {
    expect(await matching(LINES, pattern)).toEqual(expected);
  });

  test.each(['[a, ..., b, ...]', '[a', '[a = ]', '[a = %(%]', '[a = 1, "b]', '[a = 1 && c = 2]'])(
    'is refused where it is %s',
    async (pattern) => {
      await expect(found(await aGroup(), pattern)).rejects.toMatchObject({
        name: 'InvalidParameterException',
      });
    },
  );
});

test('a log group has five metric filters with regular expressions at most', async () => {
  skipElsewhere('LocalStack knows no regular expressions');
  const logGroupName = await aGroup();
  const put = (filterName: string) =>
    logs.send(
      new PutMetricFilterCommand({
        logGroupName,
        filterName,
        filterPattern: '{ $.a = %x% }',
        metricTransformations: [{ metricName: 'm', metricNamespace: 'n', metricValue: '1' }],
      }),
    );
  for (const name of ['1', '2', '3', '4', '5', '5']) await put(name);
  await expect(put('6')).rejects.toMatchObject({ name: 'LimitExceededException' });
});

test('a metric filter takes its value from the event that a regular expression finds', async () => {
  skipElsewhere('LocalStack knows no regular expressions');
  const logGroupName = await aGroup();
  const filter = {
    logGroupName,
    filterName: 'f',
    filterPattern: '{ $.path = %^/api% }',
    metricTransformations: [{ metricName: 'm', metricNamespace: 'patterns', metricValue: '$.ms' }],
  };
  await logs.send(new PutMetricFilterCommand(filter));
  const timestamp = aws.context.clock.now();
  const logEvents = JSON_EVENTS.map((message) => ({ message, timestamp }));
  await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName: 's', logEvents }));
  const now = timestamp / 1000;
  const { Datapoints } = await aws.context.call<{ Datapoints: object[] }>(
    'cloudwatch',
    'GetMetricStatistics',
    {
      Namespace: 'patterns',
      MetricName: 'm',
      StartTime: now - 300,
      EndTime: now + 300,
      Period: 60,
      Statistics: ['Sum'],
    },
    aws.context.root,
  );
  expect(Datapoints).toMatchObject([{ Sum: 1500 }]);
});

test.each([
  [
    { limit: 10_001 },
    "1 validation error detected: Value '10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000",
  ],
  [{ nextToken: 'invalid-token' }, 'The specified nextToken is invalid.'],
])('FilterLogEvents does not take %j', async (page, message) => {
  const request = new FilterLogEventsCommand({ logGroupName: await aGroup(), ...page });
  await expect(logs.send(request)).rejects.toMatchObject({ name: 'InvalidParameterException', message });
});
