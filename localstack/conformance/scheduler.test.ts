import {
  CreateScheduleCommand,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  DeleteScheduleGroupCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  ListTagsForResourceCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClock, standingTime } from '../embedded/clock/clock.ts';
import { parseExpression } from '../embedded/scheduler/expression.ts';
import { type StartedEmbedded, startEmbedded } from '../testing/embedded.ts';
import { uniqueName } from '../testing/unique-name.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-11-23T00:00:30Z');
let aws: StartedEmbedded;
let scheduler: SchedulerClient;
let sqs: SQSClient;

beforeAll(async () => {
  const clock = createClock(standingTime(START));
  aws = await startEmbedded({ services: ['scheduler', 'sqs'], clock, log: () => {} });
  scheduler = aws.client(SchedulerClient);
  sqs = aws.client(SQSClient);
});
afterAll(() => aws[Symbol.asyncDispose]());

async function aQueue() {
  const QueueName = uniqueName('queue');
  const { QueueUrl = '' } = await sqs.send(
    new CreateQueueCommand({ QueueName, Attributes: { MessageRetentionPeriod: '1209600' } }),
  );
  return { url: QueueUrl, arn: `arn:aws:sqs:us-east-1:000000000000:${QueueName}` };
}

async function count(QueueUrl: string): Promise<number> {
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  return Number(Attributes?.ApproximateNumberOfMessages);
}

async function aSchedule(targetArn: string, settings: object): Promise<string> {
  const Name = uniqueName('schedule');
  await scheduler.send(
    new CreateScheduleCommand({
      Name,
      ScheduleExpression: 'rate(1 hour)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: targetArn, RoleArn: 'arn:aws:iam::000000000000:role/scheduler', Input: '{"a":1}' },
      ...settings,
    }),
  );
  return Name;
}

describe('a schedule', () => {
  test('by rate is due at once, and then each time, however far the clock is advanced', async () => {
    const queue = await aQueue();
    await aSchedule(queue.arn, { ScheduleExpression: 'rate(1 hour)' });
    await aws.context.clock.advance(DAY);
    expect(await count(queue.url)).toBe(25);
  });

  test('by cron is due in its own time zone', async () => {
    const queue = await aQueue();
    await aSchedule(queue.arn, {
      ScheduleExpression: 'cron(0 9 ? * MON-FRI *)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
    });
    await aws.context.clock.advance(7 * DAY);
    expect(await count(queue.url)).toBe(5);
  });

  test('for one time is deleted when it wants to be', async () => {
    const queue = await aQueue();
    const at = new Date(aws.context.clock.now() + 90_000).toISOString().slice(0, 19);
    const Name = await aSchedule(queue.arn, {
      ScheduleExpression: `at(${at})`,
      ActionAfterCompletion: 'DELETE',
    });
    await aws.context.clock.advance(2 * DAY);
    expect(await count(queue.url)).toBe(1);
    await expect(scheduler.send(new GetScheduleCommand({ Name }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  test('is not due while disabled, before its start or after its end', async () => {
    const queue = await aQueue();
    const now = aws.context.clock.now();
    await aSchedule(queue.arn, { State: 'DISABLED' });
    await aSchedule(queue.arn, { StartDate: new Date(now + DAY), EndDate: new Date(now + DAY + 3_600_000) });
    await aws.context.clock.advance(3 * DAY);
    expect(await count(queue.url)).toBe(2);
  });

  test('is read back, replaced and deleted', async () => {
    const queue = await aQueue();
    const Name = await aSchedule(queue.arn, { State: 'DISABLED', Description: 'first' });
    const found = await scheduler.send(new GetScheduleCommand({ Name }));
    expect(found).toMatchObject({
      Arn: `arn:aws:scheduler:us-east-1:000000000000:schedule/default/${Name}`,
      Description: 'first',
      GroupName: 'default',
      ScheduleExpressionTimezone: 'UTC',
      Target: { RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 } },
    });
    await scheduler.send(
      new UpdateScheduleCommand({
        Name,
        ScheduleExpression: 'rate(2 days)',
        FlexibleTimeWindow: found.FlexibleTimeWindow,
        Target: found.Target,
        State: 'DISABLED',
      }),
    );
    const updated = await scheduler.send(new GetScheduleCommand({ Name }));
    expect(updated.ScheduleExpression).toBe('rate(2 days)');
    expect(updated.Description).toBeUndefined();
    const { Schedules } = await scheduler.send(new ListSchedulesCommand({ NamePrefix: Name }));
    expect(Schedules).toMatchObject([{ Name, State: 'DISABLED' }]);
    await scheduler.send(new DeleteScheduleCommand({ Name }));
    await expect(scheduler.send(new DeleteScheduleCommand({ Name }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  test('whose target is missing goes to its dead-letter queue when its attempts are used up', async () => {
    const queue = await aQueue();
    await aSchedule('arn:aws:sqs:us-east-1:000000000000:nowhere', {
      ScheduleExpression: `at(${new Date(aws.context.clock.now() + 60_000).toISOString().slice(0, 19)})`,
      Target: {
        Arn: 'arn:aws:sqs:us-east-1:000000000000:nowhere',
        RoleArn: 'arn:aws:iam::000000000000:role/scheduler',
        Input: 'lost',
        RetryPolicy: { MaximumRetryAttempts: 2 },
        DeadLetterConfig: { Arn: queue.arn },
      },
    });
    await aws.context.clock.advance(DAY);
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queue.url, MessageAttributeNames: ['All'] }),
    );
    expect(Messages).toMatchObject([
      { Body: 'lost', MessageAttributes: { RETRY_ATTEMPTS: { StringValue: '2' } } },
    ]);
  });

  test.each([
    ['an expression that is none', { ScheduleExpression: 'rate(0 minutes)' }, 'ValidationException'],
    ['both days of cron set', { ScheduleExpression: 'cron(0 9 1 * MON *)' }, 'ValidationException'],
    ['a time zone that is none', { ScheduleExpressionTimezone: 'Mars/Olympus' }, 'ValidationException'],
    ['a group that is missing', { GroupName: 'nowhere' }, 'ResourceNotFoundException'],
    [
      'a target that is not built',
      { Target: { Arn: 'arn:aws:ecs:x:y:cluster/z', RoleArn: 'arn:aws:iam::0:role/r' } },
      'NotImplemented',
    ],
  ])('is refused with %s', async (_what, settings, name) => {
    await expect(aSchedule('arn:aws:sqs:us-east-1:000000000000:q', settings)).rejects.toMatchObject({ name });
  });
});

test('a schedule group has tags, and takes its schedules with it', async () => {
  const GroupName = uniqueName('group');
  const Tags = [{ Key: 'team', Value: 'x' }];
  const { ScheduleGroupArn } = await scheduler.send(
    new CreateScheduleGroupCommand({ Name: GroupName, Tags }),
  );
  const tagged = await scheduler.send(new ListTagsForResourceCommand({ ResourceArn: ScheduleGroupArn }));
  expect(tagged.Tags).toEqual(Tags);
  const queue = await aQueue();
  const Name = await aSchedule(queue.arn, { GroupName, State: 'DISABLED' });
  await scheduler.send(new DeleteScheduleGroupCommand({ Name: GroupName }));
  await expect(scheduler.send(new GetScheduleCommand({ Name, GroupName }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

describe('cron expressions are read as AWS reads them:', () => {
  test.each([
    ['cron(0/15 9 * * ? *)', 'UTC', ['2026-11-23T09:00', '2026-11-23T09:15', '2026-11-23T09:30']],
    ['cron(0 12 ? * 1 *)', 'UTC', ['2026-11-29T12:00', '2026-12-06T12:00']],
    ['cron(0 10 ? * 6#2 *)', 'UTC', ['2026-12-11T10:00', '2027-01-08T10:00']],
    ['cron(30 23 L * ? *)', 'UTC', ['2026-11-30T23:30', '2026-12-31T23:30']],
    ['cron(0 8 1 1 ? 2028)', 'UTC', ['2028-01-01T08:00']],
    ['cron(15 10 ? * MON-FRI *)', 'America/New_York', ['2026-11-23T15:15', '2026-11-24T15:15']],
    ['at(2026-12-01T09:00:00)', 'Europe/Berlin', ['2026-12-01T08:00']],
    ['cron(1-31/30 1-1 ? * 1,7 *)', 'UTC', ['2026-11-28T01:01', '2026-11-28T01:31', '2026-11-29T01:01']],
    ['cron(0-59/10 0-23/2 ? * * *)', 'UTC', ['2026-11-23T00:10', '2026-11-23T00:20']],
  ])('%s in %s', (expression, timezone, expected) => {
    expect(timesOf(expression, timezone, START, expected.length)).toEqual(expected);
  });
});

/** The first times of an expression after `start`, to the minute, in UTC. */
function timesOf(expression: string, timezone: string, start: number, count: number): string[] {
  const occurrences = parseExpression(expression, timezone, start);
  const found: string[] = [];
  for (let time = start; found.length < count; ) {
    const next = occurrences.after(time);
    if (next === undefined) break;
    found.push(new Date(next).toISOString().slice(0, 16));
    time = next;
  }
  return found;
}

describe('on the day that clocks change', () => {
  test.each([
    [
      'in spring, a time that there is not is skipped',
      'cron(30 2 * * ? *)',
      '2027-03-12T12:00:00Z',
      ['2027-03-13T07:30', '2027-03-15T06:30'],
    ],
    [
      'in spring, the hour after the gap is the next',
      'cron(0 * * * ? *)',
      '2027-03-14T05:30:00Z',
      ['2027-03-14T06:00', '2027-03-14T07:00'],
    ],
    [
      'in autumn, a time that comes twice is due once',
      'cron(30 1 * * ? *)',
      '2027-11-06T12:00:00Z',
      ['2027-11-07T05:30', '2027-11-08T06:30'],
    ],
    [
      'in autumn, no time is due again in the second hour',
      'cron(0/30 * * * ? *)',
      '2027-11-07T05:10:00Z',
      ['2027-11-07T05:30', '2027-11-07T07:00'],
    ],
    [
      'in spring, one time in the gap is as much later',
      'at(2027-03-14T02:30:00)',
      '2027-03-01T00:00:00Z',
      ['2027-03-14T07:30'],
    ],
    [
      'in autumn, one time is the first of two',
      'at(2027-11-07T01:30:00)',
      '2027-11-01T00:00:00Z',
      ['2027-11-07T05:30'],
    ],
    [
      'a rate of days goes on by 24 hours',
      'rate(1 day)',
      '2027-03-13T12:00:00Z',
      ['2027-03-14T12:00', '2027-03-15T12:00'],
    ],
  ])('%s', (_what, expression, from, expected) => {
    expect(timesOf(expression, 'America/New_York', Date.parse(from), expected.length)).toEqual(expected);
  });
});

describe('a schedule expression is refused in AWS’s words:', () => {
  test.each([
    'at(2027-02-30T09:00:00)',
    'at(2027-01-01T24:00:00)',
    'at(2021-12-31T23:59:59Z)',
    'at(2021-12-31)',
    'cron(0 1 * * * *)',
    'cron(7 20 * * NOT *)',
    'cron(INVALID)',
    'cron(0 dummy ? * MON-FRI *)',
    'cron(71 8 1 * ? *)',
    'cron()',
    'rate(10 seconds)',
    'rate(10 years)',
    'rate()',
    'rate(10)',
    'rate(10 minutess)',
    'rate(foo minutes)',
    'rate(-10 minutes)',
    'rate( 10 minutes )',
    ' rate(10 minutes)',
  ])('%s', async (ScheduleExpression) => {
    await expect(
      aSchedule('arn:aws:lambda:us-east-1:000000000000:function:f', { ScheduleExpression }),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      message: `Invalid Schedule Expression ${ScheduleExpression}.`,
    });
  });
});

describe('a flexible time window', () => {
  test('calls its target once within it', async () => {
    const queue = await aQueue();
    const at = new Date(aws.context.clock.now() + 60_000).toISOString().slice(0, 19);
    await aSchedule(queue.arn, {
      ScheduleExpression: `at(${at})`,
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 },
    });
    await aws.context.clock.advance(60_000 + 15 * 60_000);
    expect(await count(queue.url)).toBe(1);
  });

  test.each([
    [{ Mode: 'FLEXIBLE' as const }],
    [{ Mode: 'OFF' as const, MaximumWindowInMinutes: 5 }],
    [{ Mode: 'FLEXIBLE' as const, MaximumWindowInMinutes: 1441 }],
    [{ Mode: 'FLEXIBLE' as const, MaximumWindowInMinutes: 0 }],
  ])('is none when it is %j', async (FlexibleTimeWindow) => {
    await expect(
      aSchedule('arn:aws:sqs:us-east-1:000000000000:q', { FlexibleTimeWindow }),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
