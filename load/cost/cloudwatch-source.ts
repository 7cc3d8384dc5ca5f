import { setTimeout as pause } from 'node:timers/promises';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { LoadTarget } from '../run/target.ts';
import { type MeteredStage, readMetrics, type StageMetric } from './cloudwatch-metrics.ts';
import type { UsageSource } from './source.ts';
import { type QuantityUsage, requestsOf, type Usage } from './usage.ts';

/** What {@link cloudWatchSource} asks, and for what. */
export interface CloudWatchTarget extends MeteredStage {
  readonly aws: LoadTarget['aws'];
  readonly now?: () => number;
  /** Milliseconds for which a reading waits at most until CloudWatch has all figures; default: five minutes. */
  readonly settleWithin?: number;
}

/** A metric whose sum is a quantity. */
interface Counted extends StageMetric {
  readonly usage: readonly [service: string, quantity: string];
}

const counted = (namespace: string, of: string, usage: Readonly<Record<string, readonly [string, string]>>) =>
  Object.entries(usage).map(
    ([metric, quantity]): Counted => ({ namespace, metric, of, statistic: 'Sum', usage: quantity }),
  );

const sqsRequests = ['sqs', 'requests'] as const;
const s3Writes = ['s3', 'writeRequests'] as const;

const COUNTED: readonly Counted[] = [
  ...counted('AWS/DynamoDB', 'TableName', {
    ConsumedReadCapacityUnits: ['dynamodb', 'readUnits'],
    ConsumedWriteCapacityUnits: ['dynamodb', 'writeUnits'],
  }),
  ...counted('AWS/Lambda', 'FunctionName', {
    Invocations: ['lambda', 'invocations'],
    Errors: ['lambda', 'functionErrors'],
    Throttles: ['lambda', 'throttles'],
    Duration: ['lambda', 'billedMilliseconds'],
  }),
  ...counted('AWS/ApiGateway', 'ApiId', {
    Count: ['apigatewayv2', 'requests'],
    DataProcessed: ['apigatewayv2', 'responseBytes'],
  }),
  ...counted('AWS/States', 'ServiceMetric', { ConsumedCapacity: ['sfn', 'stateTransitions'] }),
  ...counted('AWS/SQS', 'QueueName', {
    NumberOfMessagesSent: sqsRequests,
    NumberOfMessagesReceived: sqsRequests,
    NumberOfMessagesDeleted: sqsRequests,
    NumberOfEmptyReceives: sqsRequests,
  }),
  ...counted('AWS/Logs', 'LogGroupName', { IncomingBytes: ['cloudwatchlogs', 'ingestedBytes'] }),
  // Only of buckets whose request metrics are on.
  ...counted('AWS/S3', 'BucketName', {
    PutRequests: s3Writes,
    PostRequests: s3Writes,
    ListRequests: s3Writes,
    GetRequests: ['s3', 'readRequests'],
    HeadRequests: ['s3', 'readRequests'],
    BytesUploaded: ['s3', 'uploadedBytes'],
    BytesDownloaded: ['s3', 'downloadedBytes'],
  }),
];

const NOTES = [
  "Read from CloudWatch by the minute: what others did in the same minutes is part of it, and state transitions are the account's.",
  'SQS is taken as one call for each message; in batches it costs less. S3 counts only where request metrics are on; Cognito, Scheduler, KMS, X-Ray and custom metrics are not read. Duration is priced without the initialisation of cold starts.',
];

const MINUTE = 60_000;
/** Milliseconds between two looks at whether the figures still grow. */
const SETTLE_EVERY = 30_000;

/**
 * What AWS's own metrics show of a stage. They come late: a reading waits until they no longer grow, for five minutes
 * at most. Needs cloudwatch:ListMetrics, cloudwatch:GetMetricData and lambda:GetFunctionConfiguration.
 */
export function cloudWatchSource(target: CloudWatchTarget): UsageSource {
  const { now = Date.now, settleWithin = 5 * MINUTE } = target;
  let since = now();

  async function once(cloudwatch: CloudWatchClient, until: number): Promise<Usage> {
    const series = await readMetrics(cloudwatch, target, COUNTED, since, until);
    const plain = series.map(({ asked, resource, values }): QuantityUsage => {
      const [service, quantity] = asked.usage;
      return { service, quantity, resource, amount: values.reduce((sum, value) => sum + value, 0) };
    });
    return {
      source: 'cloudwatch',
      since: new Date(since).toISOString(),
      until: new Date(until).toISOString(),
      region: await cloudwatch.config.region(),
      calls: [],
      quantities: [...added(plain), ...(await memoryTimes(target, plain))],
      notes: NOTES,
    };
  }

  return {
    exact: false,
    async reset() {
      since = now();
    },
    async read() {
      const until = now();
      const cloudwatch = new CloudWatchClient(target.aws);
      try {
        let usage = await once(cloudwatch, until);
        for (let waited = 0; waited < settleWithin; waited += SETTLE_EVERY) {
          await pause(SETTLE_EVERY);
          const later = await once(cloudwatch, until);
          const grown = requestsOf(later) > requestsOf(usage) || requestsOf(later) === 0;
          usage = later;
          if (!grown) break;
        }
        return usage;
      } finally {
        cloudwatch.destroy();
      }
    },
  };
}

/** Quantities that several metrics make up, as one. */
function added(quantities: readonly QuantityUsage[]): QuantityUsage[] {
  const sums = new Map<string, QuantityUsage>();
  for (const one of quantities) {
    if (one.amount === 0) continue;
    const key = [one.service, one.quantity, one.resource].join('\n');
    const known = sums.get(key);
    sums.set(key, known ? { ...known, amount: known.amount + one.amount } : one);
  }
  return [...sums.values()];
}

/** Memory times duration of each function, by its present size. */
async function memoryTimes(
  { aws }: CloudWatchTarget,
  quantities: readonly QuantityUsage[],
): Promise<QuantityUsage[]> {
  const durations = quantities.filter(
    ({ quantity, amount }) => quantity === 'billedMilliseconds' && amount > 0,
  );
  const client = new LambdaClient(aws);
  try {
    return await Promise.all(
      durations.map(async ({ resource, amount }) => {
        const { MemorySize = 128, Architectures = [] } = await client.send(
          new GetFunctionConfigurationCommand({ FunctionName: resource }),
        );
        const quantity = `megabyteMilliseconds.${Architectures[0] === 'arm64' ? 'arm64' : 'x86_64'}`;
        return { service: 'lambda', quantity, resource, amount: amount * MemorySize };
      }),
    );
  } finally {
    client.destroy();
  }
}
