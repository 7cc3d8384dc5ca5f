import type { FunctionName } from '../../app/contract/env-names.ts';
import type { metricNames } from '../../app/contract/metric-names.ts';
import type { Metric } from '../constructs/alarm.ts';
import { type AppFunction, METRICS_NAMESPACE } from '../constructs/app-function.ts';
import type { ApprovalMachine } from '../constructs/approval-machine.ts';
import type { ExpenseHttpApi } from '../constructs/expense-http-api.ts';
import type { ExpenseTable } from '../constructs/expense-table.ts';
import type { Settings } from '../settings.ts';

/** What is drawn: a metric as it is, or one that only an expression uses, or the expression. */
export type Line =
  | { readonly metric: Metric; readonly label?: string }
  | { readonly metric: Metric; readonly id: string }
  | { readonly expression: string; readonly label: string; readonly id: string };

/** A metric of the whole API (API Gateway Developer Guide, «HTTP API metrics»). */
export function apiMetric(
  api: ExpenseHttpApi,
  name: 'Count' | '4xx' | '5xx' | 'Latency',
  statistic: string,
): Metric {
  return { namespace: 'AWS/ApiGateway', name, dimensions: { ApiId: api.id }, statistic };
}

/** A metric of one function (Lambda Developer Guide, «Types of metrics»). */
export function functionMetric(
  fn: AppFunction,
  name: 'Errors' | 'Throttles' | 'Invocations' | 'Duration',
  statistic: string,
): Metric {
  return { namespace: 'AWS/Lambda', name, dimensions: { FunctionName: fn.name }, statistic };
}

/** The worst value of a metric of one queue (SQS Developer Guide, «Available CloudWatch metrics»). */
export function queueMetric(
  queueName: string,
  name: 'ApproximateNumberOfMessagesVisible' | 'ApproximateAgeOfOldestMessage',
): Metric {
  return { namespace: 'AWS/SQS', name, dimensions: { QueueName: queueName }, statistic: 'Maximum' };
}

/** A count of executions (Step Functions Developer Guide, «Execution metrics»). */
export function machineMetric(
  machine: ApprovalMachine,
  name: 'ExecutionsStarted' | 'ExecutionsSucceeded' | 'ExecutionsFailed',
): Metric {
  return { namespace: 'AWS/States', name, dimensions: { StateMachineArn: machine.arn }, statistic: 'Sum' };
}

/** State transitions of all Standard workflows of the account (Step Functions Developer Guide, «Service metrics»). */
export const stateTransitions: Metric = {
  namespace: 'AWS/States',
  name: 'ConsumedCapacity',
  dimensions: { ServiceMetric: 'StateTransition' },
  statistic: 'Sum',
};

/** Bytes written to a log group (CloudWatch Logs User Guide, «CloudWatch Logs metrics»). */
export function logMetric(logGroupName: string): Metric {
  return {
    namespace: 'AWS/Logs',
    name: 'IncomingBytes',
    dimensions: { LogGroupName: logGroupName },
    statistic: 'Sum',
  };
}

/** A metric that one of the product's functions publishes (app/contract/metric-names.ts). */
export function appMetric<Name extends FunctionName>(
  { stage }: Settings,
  service: Name,
  name: (typeof metricNames)[Name][number],
  statistic: string,
  dimensions: Readonly<Record<string, string>> = {},
): Metric {
  return { namespace: METRICS_NAMESPACE, name, dimensions: { service, stage, ...dimensions }, statistic };
}

/** A sum over one table, or one of its indexes (DynamoDB Developer Guide, «Metrics and dimensions»). */
export function tableMetric(
  table: ExpenseTable,
  name:
    | 'ReadThrottleEvents'
    | 'WriteThrottleEvents'
    | 'ConsumedReadCapacityUnits'
    | 'ConsumedWriteCapacityUnits',
  index?: string,
): Metric {
  const dimensions = {
    TableName: table.name,
    ...(index === undefined ? {} : { GlobalSecondaryIndexName: index }),
  };
  return { namespace: 'AWS/DynamoDB', name, dimensions, statistic: 'Sum' };
}
