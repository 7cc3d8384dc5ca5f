import { setTimeout as pause } from 'node:timers/promises';
import {
  CloudWatchClient,
  GetMetricDataCommand,
  type Metric,
  paginateListMetrics,
} from '@aws-sdk/client-cloudwatch';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { LoadTarget } from '../run/target.ts';
import type { UsageSource } from './source.ts';
import { type QuantityUsage, requestsOf, type Usage } from './usage.ts';

/** What {@link cloudWatchSource} asks, and for what. */
export interface CloudWatchTarget {
  readonly aws: LoadTarget['aws'];
  readonly apiUrl: string;
  /** The stage's table: its name without the last part is what all resources of the stage begin with. */
  readonly tableName: string;
  readonly now?: () => number;
  /** Milliseconds for which a reading waits at most until CloudWatch has been told everything; five minutes unless told. */
  readonly settleWithin?: number;
}

/** A metric whose sum is a quantity. */
interface Counted {
  readonly namespace: string;
  readonly metric: string;
  /** The dimension that names the resource. */
  readonly of: string;
  readonly usage: readonly [service: string, quantity: string];
}

const counted = (namespace: string, of: string, usage: Readonly<Record<string, readonly [string, string]>>) =>
  Object.entries(usage).map(([metric, quantity]): Counted => ({ namespace, metric, of, usage: quantity }));

const sqsRequests = ['sqs', 'requests'] as const;
const s3Writes = ['s3', 'writeRequests'] as const;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/aws-services-cloudwatch-metrics.html */
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

/** Resources that two dimensions and more describe are told apart by routes and versions: parts of the whole. */
const MOST_QUERIES = 500;
const MINUTE = 60_000;
/** Milliseconds between two looks at whether the figures still grow. */
const SETTLE_EVERY = 30_000;

interface Found {
  readonly counted: Counted;
  readonly resource: string;
  readonly metric: Metric;
}

/**
 * What AWS's own metrics tell of a stage. They come late: a reading waits until they no longer grow, for five minutes
 * at most. Needs cloudwatch:ListMetrics, cloudwatch:GetMetricData and lambda:GetFunctionConfiguration.
 */
export function cloudWatchSource(target: CloudWatchTarget): UsageSource {
  const { now = Date.now, settleWithin = 5 * MINUTE } = target;
  let since = now();

  async function once(cloudwatch: CloudWatchClient, until: number): Promise<Usage> {
    const found = (await Promise.all(COUNTED.map((one) => find(cloudwatch, one, target)))).flat();
    const sums = await sumsOf(cloudwatch, found, since, until);
    const plain = found.map(
      ({ counted: { usage }, resource }, index): QuantityUsage => ({
        service: usage[0],
        quantity: usage[1],
        resource,
        amount: sums[index] ?? 0,
      }),
    );
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

/** The metrics of the stage's own resources. */
async function find(
  client: CloudWatchClient,
  one: Counted,
  { apiUrl, tableName }: CloudWatchTarget,
): Promise<Found[]> {
  const prefix = tableName.slice(0, tableName.lastIndexOf('-') + 1);
  const found: Found[] = [];
  const input = { Namespace: one.namespace, MetricName: one.metric, Dimensions: [{ Name: one.of }] };
  for await (const { Metrics = [] } of paginateListMetrics({ client }, input)) {
    for (const metric of Metrics) {
      const dimensions = metric.Dimensions ?? [];
      const value = dimensions.find(({ Name }) => Name === one.of)?.Value ?? '';
      const index = dimensions.find(({ Name }) => Name === 'GlobalSecondaryIndexName')?.Value;
      const whole = dimensions.length === (index === undefined && one.of !== 'BucketName' ? 1 : 2);
      if (!whole || !isOurs(one.of, value, prefix, apiUrl)) continue;
      found.push({ counted: one, resource: index === undefined ? value : `${value}/index/${index}`, metric });
    }
  }
  return found;
}

function isOurs(of: string, value: string, prefix: string, apiUrl: string): boolean {
  if (of === 'ApiId') return apiUrl.includes(value);
  if (of === 'ServiceMetric') return value === 'StateTransition';
  return of === 'LogGroupName' ? value.includes(prefix) : value.startsWith(prefix);
}

/** The sum of each metric over whole minutes. */
async function sumsOf(
  client: CloudWatchClient,
  found: readonly Found[],
  since: number,
  until: number,
): Promise<number[]> {
  const sums = found.map(() => 0);
  for (let start = 0; start < found.length; start += MOST_QUERIES) {
    const queries = found.slice(start, start + MOST_QUERIES).map(({ metric }, index) => ({
      Id: `m${start + index}`,
      MetricStat: { Metric: metric, Period: 60, Stat: 'Sum' },
    }));
    let NextToken: string | undefined;
    do {
      const answer = await client.send(
        new GetMetricDataCommand({
          MetricDataQueries: queries,
          StartTime: new Date(Math.floor(since / MINUTE) * MINUTE),
          EndTime: new Date(Math.ceil(until / MINUTE) * MINUTE),
          ...(NextToken === undefined ? {} : { NextToken }),
        }),
      );
      for (const { Id = '', Values = [] } of answer.MetricDataResults ?? []) {
        const at = Number(Id.slice(1));
        sums[at] = Values.reduce((sum, value) => sum + value, sums[at] ?? 0);
      }
      NextToken = answer.NextToken;
    } while (NextToken !== undefined);
  }
  return sums;
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
