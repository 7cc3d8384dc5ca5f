import type { Metric } from '../constructs/alarm.ts';
import type { AppFunction } from '../constructs/app-function.ts';
import type { ApprovalMachine } from '../constructs/approval-machine.ts';
import type { ExpenseHttpApi } from '../constructs/expense-http-api.ts';
import type { ExpenseTable } from '../constructs/expense-table.ts';

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

/** A sum over one table (DynamoDB Developer Guide, «Metrics and dimensions»). */
export function tableMetric(
  table: ExpenseTable,
  name:
    | 'ReadThrottleEvents'
    | 'WriteThrottleEvents'
    | 'ConsumedReadCapacityUnits'
    | 'ConsumedWriteCapacityUnits',
): Metric {
  return { namespace: 'AWS/DynamoDB', name, dimensions: { TableName: table.name }, statistic: 'Sum' };
}
