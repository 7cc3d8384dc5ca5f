import {
  CloudWatchClient,
  GetMetricStatisticsCommand,
  type Metric,
  paginateListMetrics,
  type Statistic,
} from '@aws-sdk/client-cloudwatch';
import { amountOf, type Usage } from '../cost/usage.ts';
import type { LoadTarget } from '../run/target.ts';
import type { TargetSigns } from './culprit.ts';

/** Which metric of AWS says what, and how its points are joined. */
interface Question {
  readonly sign: keyof TargetSigns;
  readonly namespace: string;
  readonly metric: string;
  /** The one dimension of a whole resource: metrics with more of them are parts of it. */
  readonly of: 'FunctionName' | 'TableName' | 'StateMachineArn';
  readonly statistic: Extract<Statistic, 'Sum' | 'Maximum' | 'Average'>;
}

const lambda = { namespace: 'AWS/Lambda', of: 'FunctionName' } as const;
const table = { namespace: 'AWS/DynamoDB', of: 'TableName', statistic: 'Sum' } as const;
const states = { namespace: 'AWS/States', of: 'StateMachineArn', statistic: 'Sum' } as const;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/aws-services-cloudwatch-metrics.html */
const questions: readonly Question[] = [
  { ...lambda, sign: 'functionThrottles', metric: 'Throttles', statistic: 'Sum' },
  { ...lambda, sign: 'concurrentExecutions', metric: 'ConcurrentExecutions', statistic: 'Maximum' },
  { ...lambda, sign: 'functionMilliseconds', metric: 'Duration', statistic: 'Average' },
  { ...table, sign: 'tableThrottles', metric: 'ReadThrottleEvents' },
  { ...table, sign: 'tableThrottles', metric: 'WriteThrottleEvents' },
  { ...states, sign: 'workflowThrottles', metric: 'ExecutionThrottled' },
  { ...states, sign: 'workflowFailures', metric: 'ExecutionsFailed' },
];

const MINUTE = 60_000;

/**
 * Asks the target's CloudWatch what it saw of the stage's resources in the minutes between two moments. What it cannot
 * tell (no table name to know the resources by, no right to ask, metrics that AWS has not gathered yet) is left out.
 */
export async function signsOf(
  target: Pick<LoadTarget, 'aws' | 'tableName'>,
  from: Date,
  to: Date,
): Promise<TargetSigns> {
  const { aws, tableName } = target;
  if (tableName === undefined) return {};
  // Names are PROJECT-STAGE-PART.
  const prefix = tableName.slice(0, tableName.lastIndexOf('-') + 1);
  const cloudwatch = new CloudWatchClient({ ...aws, maxAttempts: 2 });
  try {
    const answers = await Promise.all(
      questions.map(async (question) => {
        const points = await pointsOf(cloudwatch, question, prefix, from, to).catch(() => []);
        return { question, points };
      }),
    );
    const signs: Partial<Record<keyof TargetSigns, number>> = {};
    for (const { question, points } of answers) {
      if (points.length === 0) continue;
      const { sign, statistic } = question;
      signs[sign] =
        statistic === 'Sum' ? (signs[sign] ?? 0) + sumOf(points) : Math.max(signs[sign] ?? 0, ...points);
    }
    return signs;
  } finally {
    cloudwatch.destroy();
  }
}

/** What a meter counted of one try alone: exact, where CloudWatch tells of whole minutes. */
export function meteredSigns(usage: Usage): TargetSigns {
  const invocations = amountOf(usage, 'lambda', 'invocations');
  const refused = (service: string) =>
    sumOf(usage.calls.filter((call) => call.service === service).map(({ throttles }) => throttles));
  return {
    functionThrottles: amountOf(usage, 'lambda', 'throttles'),
    tableThrottles: refused('dynamodb'),
    workflowThrottles: refused('sfn'),
    ...(invocations === 0
      ? {}
      : { functionMilliseconds: amountOf(usage, 'lambda', 'billedMilliseconds') / invocations }),
  };
}

async function pointsOf(
  client: CloudWatchClient,
  { namespace, metric, of, statistic }: Question,
  prefix: string,
  from: Date,
  to: Date,
): Promise<number[]> {
  const found: Metric[] = [];
  const input = { Namespace: namespace, MetricName: metric, Dimensions: [{ Name: of }] };
  for await (const { Metrics = [] } of paginateListMetrics({ client }, input)) {
    found.push(
      ...Metrics.filter(({ Dimensions = [] }) => Dimensions.length === 1 && isOurs(Dimensions[0]?.Value)),
    );
  }
  const series = await Promise.all(
    found.map(async ({ Dimensions = [] }) => {
      const { Datapoints = [] } = await client.send(
        new GetMetricStatisticsCommand({
          Namespace: namespace,
          MetricName: metric,
          Dimensions,
          // Metrics are of whole minutes.
          StartTime: new Date(Math.floor(from.getTime() / MINUTE) * MINUTE),
          EndTime: new Date(Math.ceil(to.getTime() / MINUTE) * MINUTE),
          Period: 60,
          Statistics: [statistic],
        }),
      );
      return Datapoints.map((point) => point[statistic] ?? 0);
    }),
  );
  return series.flat();

  function isOurs(name = ''): boolean {
    return (name.split(':').at(-1) ?? '').startsWith(prefix);
  }
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
