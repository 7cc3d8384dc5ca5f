import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { CreateQueueCommand, PurgeQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClock, standingTime } from '../embedded/clock/clock.ts';
import { type StartedEmbedded, startEmbedded } from '../testing/embedded.ts';
import { uniqueName } from '../testing/unique-name.ts';
import { until } from '../testing/until.ts';

const START = Date.parse('2026-03-05T10:00:00.000Z');

let aws: StartedEmbedded;
beforeAll(async () => {
  aws = await startEmbedded({
    services: ['sqs', 'cloudwatch'],
    clock: createClock(standingTime(START)),
  });
});
afterAll(() => aws[Symbol.asyncDispose]());

/** What CloudWatch holds of a metric, oldest first. */
async function values(Namespace: string, MetricName: string, stat: string, dimensions: object) {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value: String(Value) }));
  const Metric = { Namespace, MetricName, Dimensions };
  const { MetricDataResults } = await aws.client(CloudWatchClient).send(
    new GetMetricDataCommand({
      StartTime: new Date(START),
      EndTime: new Date(START + 86_400_000),
      ScanBy: 'TimestampAscending',
      MetricDataQueries: [{ Id: 'm', MetricStat: { Metric, Period: 60, Stat: stat } }],
    }),
  );
  return MetricDataResults?.[0]?.Values;
}

describe('SQS', () => {
  const sqs = () => aws.client(SQSClient);

  test('tells each minute how much waits and for how long, until nothing does', async () => {
    const QueueName = uniqueName('queue');
    const { QueueUrl } = await sqs().send(new CreateQueueCommand({ QueueName }));
    await sqs().send(new SendMessageCommand({ QueueUrl, MessageBody: '1' }));
    await sqs().send(new SendMessageCommand({ QueueUrl, MessageBody: '2', DelaySeconds: 90 }));
    await aws.context.clock.advance(120_000);
    await sqs().send(new PurgeQueueCommand({ QueueUrl }));
    await aws.context.clock.advance(300_000);
    const of = (metric: string) => values('AWS/SQS', metric, 'Maximum', { QueueName });
    await until(async () => (await of('ApproximateNumberOfMessagesVisible'))?.length === 3);
    expect(await of('ApproximateNumberOfMessagesVisible')).toEqual([1, 2, 0]);
    expect(await of('ApproximateNumberOfMessagesDelayed')).toEqual([1, 0, 0]);
    const ages = await of('ApproximateAgeOfOldestMessage');
    expect(ages).toEqual([expect.any(Number), expect.any(Number), 0]);
    expect((ages?.[1] ?? 0) - (ages?.[0] ?? 0)).toBe(60);
  });
});
