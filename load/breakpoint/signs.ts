import {
  CloudWatchClient,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  type Statistic,
} from '@aws-sdk/client-cloudwatch';
import type { LoadTarget } from '../run/target.ts';
import type { TargetSigns } from './culprit.ts';

/** Which metric of AWS says what, and how its points are joined. */
const questions: readonly {
  readonly sign: keyof TargetSigns;
  readonly namespace: string;
  readonly metric: string;
  readonly statistic: Extract<Statistic, 'Sum' | 'Maximum' | 'Average'>;
}[] = [
  { sign: 'functionThrottles', namespace: 'AWS/Lambda', metric: 'Throttles', statistic: 'Sum' },
  {
    sign: 'concurrentExecutions',
    namespace: 'AWS/Lambda',
    metric: 'ConcurrentExecutions',
    statistic: 'Maximum',
  },
  { sign: 'functionMilliseconds', namespace: 'AWS/Lambda', metric: 'Duration', statistic: 'Average' },
  { sign: 'tableThrottles', namespace: 'AWS/DynamoDB', metric: 'ThrottledRequests', statistic: 'Sum' },
  { sign: 'workflowThrottles', namespace: 'AWS/States', metric: 'ExecutionThrottled', statistic: 'Sum' },
  { sign: 'workflowFailures', namespace: 'AWS/States', metric: 'ExecutionsFailed', statistic: 'Sum' },
];

/**
 * Asks the target's CloudWatch what it saw between two moments. What it cannot tell (no right to ask, metrics that
 * AWS has not gathered yet) is left out.
 */
export async function signsOf(target: Pick<LoadTarget, 'aws'>, from: Date, to: Date): Promise<TargetSigns> {
  const cloudwatch = new CloudWatchClient({ ...target.aws, maxAttempts: 2 });
  try {
    const answers = await Promise.all(
      questions.map(async (question) => {
        const value = await answerOf(cloudwatch, question, from, to).catch(() => undefined);
        return value === undefined ? [] : [[question.sign, value] as const];
      }),
    );
    return Object.fromEntries(answers.flat());
  } finally {
    cloudwatch.destroy();
  }
}

async function answerOf(
  cloudwatch: CloudWatchClient,
  { namespace, metric, statistic }: (typeof questions)[number],
  from: Date,
  to: Date,
): Promise<number | undefined> {
  const { Metrics = [] } = await cloudwatch.send(
    new ListMetricsCommand({ Namespace: namespace, MetricName: metric }),
  );
  // Metrics are of whole minutes.
  const start = new Date(Math.floor(from.getTime() / 60_000) * 60_000);
  const points = await Promise.all(
    Metrics.map(async ({ Dimensions }) => {
      const { Datapoints = [] } = await cloudwatch.send(
        new GetMetricStatisticsCommand({
          Namespace: namespace,
          MetricName: metric,
          ...(Dimensions ? { Dimensions } : {}),
          StartTime: start,
          EndTime: to,
          Period: 60,
          Statistics: [statistic],
        }),
      );
      return Datapoints.map((point) => point[statistic] ?? 0);
    }),
  );
  const values = points.flat();
  if (values.length === 0) return undefined;
  return statistic === 'Sum' ? values.reduce((sum, value) => sum + value, 0) : Math.max(...values);
}
