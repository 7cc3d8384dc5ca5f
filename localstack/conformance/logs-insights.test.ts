import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeQueriesCommand,
  GetLogRecordCommand,
  GetQueryResultsCommand,
  PutLogEventsCommand,
  StartQueryCommand,
  StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClock, standingTime } from '../embedded/clock/clock.ts';
import { type StartedEmbedded, startEmbedded } from '../testing/embedded.ts';
import { aRole, clientOf } from '../testing/roles.ts';
import { uniqueName } from '../testing/unique-name.ts';

const NOW = Date.parse('2026-11-23T10:00:00Z');
const ACCOUNT = '000000000000';
let aws: StartedEmbedded;
let logs: CloudWatchLogsClient;

beforeAll(async () => {
  const clock = createClock(standingTime(NOW));
  aws = await startEmbedded({ services: ['cloudwatchlogs', 'cloudwatch', 'iam'], clock, log: () => {} });
  logs = aws.client(CloudWatchLogsClient);
});
afterAll(() => aws[Symbol.asyncDispose]());

/** A log group with these messages, a minute apart, the last of them now. */
async function aGroup(
  messages: readonly (string | object)[],
  logGroupName = uniqueName('/group'),
): Promise<string> {
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: 'stream' }));
  const logEvents = messages.map((message, index) => ({
    message: typeof message === 'string' ? message : JSON.stringify(message),
    timestamp: NOW - (messages.length - 1 - index) * 60_000,
  }));
  if (logEvents.length > 0) {
    await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName: 'stream', logEvents }));
  }
  return logGroupName;
}

async function start(groups: string | readonly string[], queryString: string, more: object = {}) {
  const { queryId = '' } = await logs.send(
    new StartQueryCommand({
      logGroupNames: [groups].flat(),
      startTime: NOW / 1000 - 86_400,
      endTime: NOW / 1000,
      queryString,
      ...more,
    }),
  );
  return queryId;
}

async function outcome(groups: string | readonly string[], queryString: string, more: object = {}) {
  const queryId = await start(groups, queryString, more);
  // Lets the query end; the clock stands still.
  await aws.context.clock.advance(0);
  return logs.send(new GetQueryResultsCommand({ queryId }));
}

/** A query's rows as objects, without the pointers. */
async function rows(groups: string | readonly string[], queryString: string, more: object = {}) {
  const { results = [] } = await outcome(groups, queryString, more);
  return results.map((row) =>
    Object.fromEntries(row.filter(({ field }) => field !== '@ptr').map(({ field, value }) => [field, value])),
  );
}

const REQUESTS = [
  { level: 'INFO', route: 'GET /a', ms: 10, status: 200, user: { id: 'ada', roles: ['admin', 'boss'] } },
  { level: 'ERROR', route: 'GET /a', ms: 250, status: 500, error: { message: 'no luck' } },
  { level: 'INFO', route: 'POST /b', ms: 40, status: 201, cold: true },
  'plain text of user=bob, method:GET',
];

describe('a query', () => {
  test('without commands on columns shows time and message, the latest first', async () => {
    const group = await aGroup(['first', 'second']);
    expect(await rows(group, 'limit 10')).toEqual([
      { '@timestamp': '2026-11-23 10:00:00.000', '@message': 'second' },
      { '@timestamp': '2026-11-23 09:59:00.000', '@message': 'first' },
    ]);
  });

  test('says what it has scanned and matched', async () => {
    const group = await aGroup(['ab', 'abc', 'x']);
    const { status, statistics } = await outcome(group, 'filter @message like "ab" | limit 1');
    expect(status).toBe('Complete');
    expect(statistics).toMatchObject({ recordsMatched: 2, recordsScanned: 3, bytesScanned: 6 });
  });

  test('knows the fields of every event', async () => {
    const group = await aGroup(['x']);
    expect(await rows(group, 'fields @timestamp, @ingestionTime, @logStream, @log, @message')).toEqual([
      {
        '@timestamp': '2026-11-23 10:00:00.000',
        '@ingestionTime': '2026-11-23 10:00:00.000',
        '@logStream': 'stream',
        '@log': `${ACCOUNT}:${group}`,
        '@message': 'x',
      },
    ]);
  });

  test('looks at several log groups, and at times in seconds or milliseconds', async () => {
    const groups = [await aGroup(['a', 'b']), await aGroup(['c'])];
    const more = { startTime: NOW, endTime: NOW };
    expect(await rows(groups, 'fields @message | sort @message', more)).toEqual([
      { '@message': 'b' },
      { '@message': 'c' },
    ]);
  });

  test('does without comments', async () => {
    const group = await aGroup(['x', 'y']);
    const query = '# what it is for\nfields @message # the text | limit 1\n| filter @message = "x"';
    expect(await rows(group, query)).toEqual([{ '@message': 'x' }]);
  });

  test('has as many rows as it says, or as the call says', async () => {
    const group = await aGroup(['1', '2', '3']);
    expect(await rows(group, 'fields @message | limit 2')).toHaveLength(2);
    expect(await rows(group, 'fields @message', { limit: 1 })).toHaveLength(1);
  });

  test('gives pointers to whole events', async () => {
    const group = await aGroup([REQUESTS[0] as object]);
    const { results } = await outcome(group, 'fields ms');
    const logRecordPointer = results?.[0]?.find(({ field }) => field === '@ptr')?.value;
    const { logRecord } = await logs.send(new GetLogRecordCommand({ logRecordPointer }));
    expect(logRecord).toMatchObject({ '@logStream': 'stream', ms: '10', 'user.roles.1': 'boss' });
  });
});

describe('fields', () => {
  test.each([
    ['user.id, user.roles.0', { 'user.id': 'ada', 'user.roles.0': 'admin' }],
    ['ms / 4 as quarter, ms - 1', { quarter: '2.5', 'ms - 1': '9' }],
    ['-ms + 2 * 3 ^ 2 as x, 10 % 4 as y', { x: '8', y: '2' }],
    ['(1 + 2) * 3 as x', { x: '9' }],
    ['ms as m, m * 2 as n', { m: '10', n: '20' }],
    ['nothing, level', { level: 'INFO' }],
    ['abs(-ms) as a, ceil(1.2) as b, floor(1.8) as c, sqrt(16) as d', { a: '10', b: '2', c: '1', d: '4' }],
    ['greatest(ms, 20, 3) as g, least(ms, 20, 3) as l, log(1) as o', { g: '20', l: '3', o: '0' }],
    [
      'concat(level, "-", ms) as a, strlen(level) as b, toupper("x") as c, tolower(level) as d',
      { a: 'INFO-10', b: '4', c: 'X', d: 'info' },
    ],
    [
      'trim("  x ") as a, ltrim("xxy", "x") as b, rtrim("y--", "-") as c, substr(level, 1, 2) as d',
      { a: 'x', b: 'y', c: 'y', d: 'NF' },
    ],
    [
      'replace(level, "N", "$&") as a, strcontains(route, "/a") as b, isempty("") as c, isblank(nothing) as d',
      { a: 'I$&FO', b: '1', c: '1', d: '1' },
    ],
    ['coalesce(nothing, level) as a, ispresent(nothing) as b', { a: 'INFO', b: '0' }],
    [
      'bin(1h) as a, datefloor(@timestamp, 1d) as b, dateceil(@timestamp, 1mo) as c',
      { a: '2026-11-23 10:00:00.000', b: '2026-11-23 00:00:00.000', c: '2026-12-01 00:00:00.000' },
    ],
    [
      'fromMillis(0) as a, toMillis(@timestamp) as b, now() as c',
      { a: '1970-01-01 00:00:00.000', b: String(NOW), c: String(NOW / 1000) },
    ],
    [
      'isValidIp("::1") as a, isIpv4InSubnet("10.0.0.7", "10.0.0.0/24") as b, isIpInSubnet("10.1.0.7", "10.0.0.0/24") as c',
      { a: '1', b: '1', c: '0' },
    ],
    [
      'jsonParse(@message) as j, j.user.id as id, jsonStringify(j.user.roles) as r',
      expect.objectContaining({ id: 'ada', r: '["admin","boss"]' }),
    ],
    ["`user.id` as `a name`, 'x' as y", { 'a name': 'ada', y: 'x' }],
  ])('%s', async (columns, expected) => {
    const group = await aGroup([REQUESTS[0] as object]);
    expect(await rows(group, `fields ${columns}`)).toEqual([expected]);
  });

  test('of commands add up, and display replaces them', async () => {
    const group = await aGroup([REQUESTS[0] as object]);
    expect(await rows(group, 'fields level | fields ms')).toEqual([{ level: 'INFO', ms: '10' }]);
    expect(await rows(group, 'fields level | display ms')).toEqual([{ ms: '10' }]);
  });

  test('are found in the JSON behind the runtime’s words, and in the lines, of Lambda', async () => {
    const group = await aGroup(
      [
        '2026-11-23T10:00:00.000Z\t1-2\tINFO\t{"level":"info"}',
        'REPORT RequestId: 8f-1\tDuration: 12.5 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 70 MB\tInit Duration: 99.1 ms\t',
      ],
      uniqueName('/aws/lambda/f'),
    );
    expect(await rows(group, 'fields level | filter ispresent(level)')).toEqual([{ level: 'info' }]);
    const query =
      'filter @type = "REPORT" | fields @requestId, @duration, @billedDuration, @maxMemoryUsed / 1000 / 1000 as mb, @initDuration';
    expect(await rows(group, query)).toEqual([
      {
        '@requestId': '8f-1',
        '@duration': '12.5',
        '@billedDuration': '13',
        mb: '70',
        '@initDuration': '99.1',
      },
    ]);
  });
});

describe('filter', () => {
  test.each([
    ['level = "ERROR"', ['250']],
    ['level != "ERROR"', ['40', '10']],
    ['ms > 9 and ms <= 40', ['40', '10']],
    ['ms > 100 or status = 201', ['40', '250']],
    ['not (ms > 100 or status = 201) and ispresent(ms)', ['10']],
    ['not ms > 100 and level = "INFO" or ms = 250', ['40', '250', '10']],
    ['level in ["ERROR", "WARN"]', ['250']],
    ['status not in [200, 500] and ispresent(ms)', ['40']],
    ['route like "POST"', ['40']],
    ['route like /^GET/', ['250', '10']],
    ['route not like /^GET/ and ispresent(ms)', ['40']],
    ['route =~ /(?i)post/', ['40']],
    ['route like /\\/b$/', ['40']],
    ['strcontains(route, "/b")', ['40']],
    ['ispresent(error.message)', ['250']],
    ['cold = true', ['40']],
    ['cold = 1', ['40']],
    ['user.roles.1 = "boss"', ['10']],
    ['ms + 1 = 11', ['10']],
    ['@timestamp < 1795427880001 and ispresent(ms)', ['250', '10']],
  ])('%s', async (condition, expected) => {
    const found = await rows(await aGroup(REQUESTS), `fields ms | filter ${condition}`);
    expect(found.map(({ ms }) => ms)).toEqual(expected);
  });

  test('answers at once, whatever its regular expression and the event', async () => {
    const group = await aGroup([`${'a'.repeat(50_000)}!`]);
    expect(await rows(group, 'filter @message like /^(a|a)*(a*)*b$/')).toEqual([]);
  });
});

describe('stats', () => {
  test.each([
    ['count(*) as c, count(ms) as d, count() as e', { c: '4', d: '3', e: '4' }],
    ['count_distinct(level) as c', { c: '2' }],
    ['sum(ms) as s, avg(ms) as a, min(ms) as n, max(ms) as x', { s: '300', a: '100', n: '10', x: '250' }],
    ['pct(ms, 50) as p50, pct(ms, 95) as p95, median(ms) as m', { p50: '40', p95: '250', m: '40' }],
    ['stddev(status) as s, sum(nothing) as n', { s: expect.stringMatching(/^141\.1/) }],
    ['earliest(route) as e, latest(ms) as l', { e: 'GET /a', l: '40' }],
    ['sortsFirst(level) as f, sortsLast(level) as l', { f: 'ERROR', l: 'INFO' }],
    ['sum(ms) / count(ms) as mean, 2 * count(*) as twice', { mean: '100', twice: '8' }],
    ['count(*), max(@timestamp) as t', { 'count(*)': '4', t: String(NOW) }],
  ])('%s', async (columns, expected) => {
    expect(await rows(await aGroup(REQUESTS), `stats ${columns}`)).toEqual([expected]);
  });

  test('by fields has a row for each group, the groups first', async () => {
    const { results } = await outcome(
      await aGroup(REQUESTS),
      'filter ispresent(level) | stats count(*) as n by level, route | sort n desc, route',
    );
    expect(results).toEqual([
      [
        { field: 'level', value: 'ERROR' },
        { field: 'route', value: 'GET /a' },
        { field: 'n', value: '1' },
      ],
      [
        { field: 'level', value: 'INFO' },
        { field: 'route', value: 'GET /a' },
        { field: 'n', value: '1' },
      ],
      [
        { field: 'level', value: 'INFO' },
        { field: 'route', value: 'POST /b' },
        { field: 'n', value: '1' },
      ],
    ]);
  });

  test('by time has a row for each period', async () => {
    const query = 'stats count(*) by bin(2m) | sort bin(2m) asc';
    expect(await rows(await aGroup(['a', 'b', 'c']), query)).toEqual([
      { 'bin(2m)': '2026-11-23 09:58:00.000', 'count(*)': '2' },
      { 'bin(2m)': '2026-11-23 10:00:00.000', 'count(*)': '1' },
    ]);
  });

  test('can be of what stats gave', async () => {
    const query = 'stats count(*) as n by level | filter n > 0 | stats max(n) as most, count(*) as groups';
    expect(await rows(await aGroup(REQUESTS), query)).toEqual([{ most: '2', groups: '3' }]);
  });

  test('of nothing counts nothing, and has no groups', async () => {
    const group = await aGroup([]);
    expect(await rows(group, 'stats count(*) as n')).toEqual([{ n: '0' }]);
    expect(await rows(group, 'stats count(*) as n by level')).toEqual([]);
  });
});

describe('sort', () => {
  test('compares numbers as numbers and puts what is missing first, or last when it descends', async () => {
    const group = await aGroup([{ n: 9 }, { n: 10 }, { n: '2' }, 'none']);
    const sorted = async (order: string) =>
      (await rows(group, `fields n | sort n ${order}`)).map(({ n }) => n);
    expect(await sorted('asc')).toEqual([undefined, '2', '9', '10']);
    expect(await sorted('desc')).toEqual(['10', '9', '2', undefined]);
  });
});

describe('parse', () => {
  test.each([
    ['parse @message "user=*, method:*" as user, method', { user: 'bob', method: 'GET' }],
    ["parse 'user=*, ' as user", { user: 'bob' }],
    ['parse @message /user=(?<user>.*?), method:(?<method>\\w+)/', { user: 'bob', method: 'GET' }],
    ['parse @message /user=(\\w+)/ as user', { user: 'bob' }],
    ['parse @message "nothing * here" as user', {}],
  ])('%s', async (command, expected) => {
    const group = await aGroup(['plain text of user=bob, method:GET']);
    expect(await rows(group, `${command} | display user, method`)).toEqual([expected]);
  });

  test('takes what it reads into filters and groups', async () => {
    const group = await aGroup(['took 5 ms', 'took 7 ms', 'idle']);
    const query = 'parse @message "took * ms" as ms | filter ms > 4 | stats sum(ms) as total';
    expect(await rows(group, query)).toEqual([{ total: '12' }]);
  });
});

test('dedup keeps the latest of the rows that agree', async () => {
  const group = await aGroup([
    { a: 1, b: 1 },
    { a: 1, b: 2 },
    { a: 2, b: 3 },
  ]);
  expect(await rows(group, 'fields b | dedup a | limit 10')).toEqual([{ b: '3' }, { b: '2' }]);
});

describe('a query that cannot be read', () => {
  test.each([
    ['fields @message | nonsense 1', 'nonsense', 1, 19],
    ['fields @message |', '<EOF>', 1, 18],
    ['filter (a = 1', '<EOF>', 1, 14],
    ['filter a = 1\n| limit x', 'x', 2, 9],
    ['filter a like b', 'b', 1, 15],
    ['stats count(*) by', '<EOF>', 1, 18],
    ['fields a; b', ';', 1, 9],
    ['parse @message "*" as a, b', '<EOF>', 1, 27],
    ['dedup a | sort b', 'sort', 1, 11],
  ])('%s', async (query, symbol, line, position) => {
    const message = `unexpected symbol found ${symbol} at line ${line} and position ${position}`;
    await expect(start(await aGroup([]), query)).rejects.toMatchObject({
      name: 'MalformedQueryException',
      message,
      queryCompileError: { message, location: { startCharOffset: expect.any(Number) } },
    });
  });

  test.each([
    ['an unknown function', 'fields frobnicate(a)'],
    ['a period without length', 'stats count(*) by bin(0s)'],
    ['a wrong number of arguments', 'fields strlen(a, b)'],
    ['an aggregate without an argument', 'stats sum()'],
    ['an aggregate outside of stats', 'fields count(*)'],
    ['an aggregate in a filter', 'filter max(ms) > 5'],
    ['an aggregate that stats before it has not', 'stats count(*) by a | sort max(a)'],
    ['stats of what is no aggregate', 'stats level by route'],
    ['a regular expression that is none', 'filter a like /(/'],
    ['a regular expression that looks ahead', 'filter a like /x(?=y)/'],
    ['more rows than there can be', 'limit 10001'],
    ['endless parentheses', `filter ${'('.repeat(5000)}`],
  ])('has %s', async (_what, query) => {
    await expect(start(await aGroup([]), query)).rejects.toMatchObject({ name: 'MalformedQueryException' });
  });

  test.each([
    ['pattern', 'pattern @message'],
    ['diff', 'fields a | diff'],
    ['anomaly', 'pattern @message | anomaly'],
    ['unmask', 'unmask(@message)'],
    ['join', 'join type=inner x'],
    ['subqueries', 'filter a in (fields b)'],
    ['SQL', 'SELECT 1', { queryLanguage: 'SQL' }],
    ['PPL', 'fields a', { queryLanguage: 'PPL' }],
  ])('for it uses %s is refused by name', async (_what, query, more: object = {}) => {
    await expect(start(await aGroup([]), query, more)).rejects.toMatchObject({ name: 'NotImplemented' });
  });

  test('is of a log group that is missing', async () => {
    await expect(start('/nowhere', 'fields a')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: expect.stringContaining(`Log group '/nowhere' does not exist for account ID '${ACCOUNT}'`),
    });
  });

  test.each([
    [
      'ends before it begins',
      { startTime: 2_000_000_000, endTime: 1_000_000_000 },
      'InvalidParameterException',
    ],
    ['is of a time before its log group', { startTime: 0, endTime: 110 }, 'MalformedQueryException'],
    ['has more rows than there can be', { limit: 10_001 }, 'InvalidParameterException'],
    ['names its log groups twice', { logGroupName: '/a' }, 'InvalidParameterException'],
  ])('%s', async (_what, more, name) => {
    await expect(start(await aGroup([]), 'fields a', more)).rejects.toMatchObject({ name });
  });
});

describe('queries', () => {
  test('run beside other calls, and can be stopped', async () => {
    const group = await aGroup(Array.from({ length: 900 }, (_, index) => `${index}`));
    const queryId = await start(group, 'sort @message desc');
    await logs.send(new StopQueryCommand({ queryId }));
    await aws.context.clock.advance(0);
    const { status, results } = await logs.send(new GetQueryResultsCommand({ queryId }));
    expect({ status, results }).toEqual({ status: 'Cancelled', results: [] });
    await expect(logs.send(new StopQueryCommand({ queryId }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  test('are listed by log group and status, as AWS writes them', async () => {
    const group = await aGroup(['x']);
    const queryId = await start(group, 'fields @message');
    await aws.context.clock.advance(0);
    const list = async (status?: 'Complete' | 'Running') =>
      (await logs.send(new DescribeQueriesCommand({ logGroupName: group, status }))).queries;
    const queryString = `SOURCE "${group}" START=${NOW - 86_400_000} END=${NOW + 999} | fields @message`;
    expect(await list('Complete')).toEqual([
      {
        queryId,
        queryLanguage: 'CWLI',
        queryString,
        status: 'Complete',
        createTime: NOW,
        logGroupName: group,
      },
    ]);
    expect(await list('Running')).toEqual([]);
  });

  test('that never were have no results', async () => {
    await expect(logs.send(new GetQueryResultsCommand({ queryId: 'x' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  test('are started by who may do so on each of their log groups', async () => {
    const [mine, other] = [await aGroup(['x']), await aGroup(['y'])];
    const Resource = `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:${mine}:*`;
    const role = await aRole(aws, [{ Action: 'logs:StartQuery', Resource }]);
    const begin = (...logGroupNames: string[]) =>
      clientOf(aws, role, CloudWatchLogsClient).send(
        new StartQueryCommand({
          logGroupNames,
          startTime: NOW / 1000 - 60,
          endTime: NOW / 1000,
          queryString: 'limit 1',
        }),
      );
    await expect(begin(mine)).resolves.toMatchObject({ queryId: expect.any(String) });
    await expect(begin(mine, other)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
