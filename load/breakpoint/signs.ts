import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { readMetrics, type StageMetric } from '../cost/cloudwatch-metrics.ts';
import { amountOf, type Usage } from '../cost/usage.ts';
import type { LoadTarget } from '../run/target.ts';
import type { TargetSigns } from './culprit.ts';

/** Which metric says what. */
interface Question extends StageMetric {
  readonly sign: keyof TargetSigns;
}

const lambda = { namespace: 'AWS/Lambda', of: 'FunctionName' } as const;
const table = { namespace: 'AWS/DynamoDB', of: 'TableName', statistic: 'Sum' } as const;
const states = { namespace: 'AWS/States', of: 'StateMachineArn', statistic: 'Sum' } as const;

const questions: readonly Question[] = [
  { ...lambda, sign: 'functionThrottles', metric: 'Throttles', statistic: 'Sum' },
  { ...lambda, sign: 'concurrentExecutions', metric: 'ConcurrentExecutions', statistic: 'Maximum' },
  { ...lambda, sign: 'functionMilliseconds', metric: 'Duration', statistic: 'Average' },
  { ...table, sign: 'tableThrottles', metric: 'ReadThrottleEvents' },
  { ...table, sign: 'tableThrottles', metric: 'WriteThrottleEvents' },
  { ...states, sign: 'workflowThrottles', metric: 'ExecutionThrottled' },
  { ...states, sign: 'workflowFailures', metric: 'ExecutionsFailed' },
];

/**
 * Asks the target's CloudWatch what it saw of the stage's resources in the minutes between two moments. What it cannot
 * answer (no table name to know the resources by, no right to ask, metrics that AWS has not gathered yet) is left out.
 */
export async function signsOf(
  { aws, apiUrl, tableName }: Pick<LoadTarget, 'aws' | 'apiUrl' | 'tableName'>,
  from: Date,
  to: Date,
): Promise<TargetSigns> {
  if (tableName === undefined) return {};
  const cloudwatch = new CloudWatchClient({ ...aws, maxAttempts: 2 });
  const stage = { apiUrl, tableName };
  try {
    const series = await readMetrics(cloudwatch, stage, questions, from.getTime(), to.getTime()).catch(
      () => [],
    );
    const signs: Partial<Record<keyof TargetSigns, number>> = {};
    for (const { asked, values } of series) {
      if (values.length === 0) continue;
      const { sign, statistic } = asked;
      const before = signs[sign] ?? 0;
      signs[sign] = statistic === 'Sum' ? before + sumOf(values) : Math.max(before, ...values);
    }
    return signs;
  } finally {
    cloudwatch.destroy();
  }
}

/** What a meter counted of one try alone: exact, where CloudWatch knows whole minutes. */
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

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
