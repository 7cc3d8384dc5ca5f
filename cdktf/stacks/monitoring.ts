import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard/index.js';
import { CloudwatchQueryDefinition } from '@cdktf/provider-aws/lib/cloudwatch-query-definition/index.js';
import type { Construct } from 'constructs';
import { type AlarmProps, createAlarm, type Metric } from '../constructs/alarm.ts';
import type { AppFunction } from '../constructs/app-function.ts';
import type { Settings } from '../settings.ts';
import type { ApiStack } from './api.ts';
import type { ApprovalsStack } from './approvals.ts';
import { dashboardBody } from './dashboard.ts';
import type { DataStack } from './data.ts';
import { ExpenseStack } from './expense-stack.ts';
import type { IdentityStack } from './identity.ts';
import { apiMetric, functionMetric, machineMetric, queueMetric, tableMetric } from './metrics.ts';

export interface MonitoringStackProps {
  readonly data: DataStack;
  readonly identity: IdentityStack;
  readonly approvals: ApprovalsStack;
  readonly api: ApiStack;
}

type AlarmDetails = Omit<AlarmProps, 'name' | 'metric' | 'topicArn'>;

const MINUTE = 60;
const ONCE_IN_FIVE_MINUTES = { threshold: 1, period: 5 * MINUTE, periods: 1 };

/** For those who operate the product: alarms, one dashboard, saved queries of the logs. */
export class MonitoringStack extends ExpenseStack {
  private readonly alarmArns: string[] = [];

  constructor(scope: Construct, settings: Settings, props: MonitoringStackProps) {
    super(scope, 'monitoring', settings);
    const { signUp, preSignUp } = props.identity;
    const watched = [props.api.http, props.api.receiptProcessor, signUp, props.approvals.reconciler];
    const functions = [...watched, ...(preSignUp ? [preSignUp] : [])];
    this.watchApi(props.api);
    for (const fn of watched) this.watchErrors(fn);
    // Without the errors of `preSignUp`, which refuses people by throwing.
    for (const fn of functions) this.watchThrottles(fn);
    this.watchReceipts(props.data);
    this.watchApprovals(props.approvals);
    this.watchTable(props.data);
    this.saveQueries(props, functions);
    new CloudwatchDashboard(this, 'dashboard', {
      dashboardName: this.nameOf('overview'),
      dashboardBody: dashboardBody({ ...props, settings, functions, alarms: this.alarmArns }),
    });
  }

  private watchApi({ api }: ApiStack): void {
    this.alarm('api-5xx', apiMetric(api, '5xx', 'Sum'), {
      description: 'The API answered five requests with a 5xx in five minutes. Saved query: failed requests.',
      ...ONCE_IN_FIVE_MINUTES,
      threshold: 5,
    });
    this.alarm('api-latency', apiMetric(api, 'Latency', 'p95'), {
      description:
        'One request in twenty took more than a second for 15 minutes. Saved query: slow requests.',
      threshold: 1_000,
      period: 5 * MINUTE,
      periods: 3,
    });
  }

  private watchErrors(fn: AppFunction): void {
    this.alarm(`${fn.node.id}-errors`, functionMetric(fn, 'Errors', 'Sum'), {
      description: `The function ${fn.node.id} failed. Its own log says why.`,
      ...ONCE_IN_FIVE_MINUTES,
    });
  }

  private watchThrottles(fn: AppFunction): void {
    this.alarm(`${fn.node.id}-throttles`, functionMetric(fn, 'Throttles', 'Sum'), {
      description: `The function ${fn.node.id} was refused for lack of concurrency in the account.`,
      ...ONCE_IN_FIVE_MINUTES,
    });
  }

  private watchReceipts({ receiptQueue }: DataStack): void {
    const { name, deadLetterName } = receiptQueue;
    this.alarm('receipts-dead-letters', queueMetric(deadLetterName, 'ApproximateNumberOfMessagesVisible'), {
      description:
        'A receipt could not be looked at in five attempts; its event waits in the dead-letter queue.',
      ...ONCE_IN_FIVE_MINUTES,
    });
    this.alarm('receipts-waiting', queueMetric(name, 'ApproximateAgeOfOldestMessage'), {
      description: 'An uploaded receipt has been waiting for a quarter of an hour.',
      threshold: 15 * MINUTE,
      period: 5 * MINUTE,
      periods: 1,
    });
  }

  private watchApprovals({ machine, reconciler, deadLetters }: ApprovalsStack): void {
    this.alarm('approvals-failed', machineMetric(machine, 'ExecutionsFailed'), {
      description:
        'An approval failed; the reconciler mends the expense, its history in Step Functions says why.',
      ...ONCE_IN_FIVE_MINUTES,
    });
    this.alarm(
      'reconciler-dead-letters',
      queueMetric(deadLetters.name, 'ApproximateNumberOfMessagesVisible'),
      {
        description:
          'A run of the reconciler was given up; the reason stands in the attributes of the message in its queue.',
        ...ONCE_IN_FIVE_MINUTES,
      },
    );
    this.alarm('reconciler-silent', functionMetric(reconciler, 'Invocations', 'Sum'), {
      description: 'The reconciler has not run for a quarter of an hour: look at its schedule.',
      threshold: 1,
      below: true,
      period: 15 * MINUTE,
      periods: 1,
      silenceIsAlarm: true,
    });
  }

  private watchTable({ table }: DataStack): void {
    for (const [id, metric] of [
      ['table-read-throttles', 'ReadThrottleEvents'],
      ['table-write-throttles', 'WriteThrottleEvents'],
    ] as const) {
      this.alarm(id, tableMetric(table, metric), {
        description: 'DynamoDB refused requests: a partition is hot, or the account is at its limit.',
        ...ONCE_IN_FIVE_MINUTES,
      });
    }
  }

  private alarm(id: string, metric: Metric, details: AlarmDetails): void {
    const alarm = createAlarm(this, id, {
      ...details,
      name: this.nameOf(id),
      metric,
      topicArn: this.settings.alarmTopicArn,
    });
    this.alarmArns.push(alarm.arn);
  }

  private saveQueries({ api, approvals }: MonitoringStackProps, functions: readonly AppFunction[]): void {
    const accessLog = [api.api.logGroupName];
    this.query('slow requests', accessLog, [
      'fields time, route, latencyMs, integrationLatencyMs, requestId',
      'sort latencyMs desc',
      'limit 50',
    ]);
    this.query('failed requests', accessLog, [
      'fields time, route, status, error, authorizerError, requestId',
      'filter status >= 400',
      'sort time desc',
      'limit 100',
    ]);
    this.query('requests by route', accessLog, [
      'stats count(*) as requests, pct(latencyMs, 50) as p50, pct(latencyMs, 95) as p95 by route, status',
      'sort requests desc',
    ]);
    this.query(
      'receipts refused',
      [api.receiptProcessor.logGroupName],
      [
        'fields @timestamp, reason, key, messageId',
        'filter outcome = "refused"',
        'stats count(*) as receipts by reason, bin(1d) as day',
        'sort day desc, receipts desc',
      ],
    );
    this.query(
      'one approval by its expense',
      [approvals.machine.logGroupName, approvals.reconciler.logGroupName, api.http.logGroupName],
      [
        'fields @timestamp, @log, message, type, repair, error.message, @message',
        'filter @message like /PUT-THE-EXPENSE-ID-HERE/',
        'sort @timestamp asc',
      ],
    );
    this.query(
      'errors in the functions',
      functions.map((fn) => fn.logGroupName),
      [
        'fields @timestamp, service, message, error.name, error.message',
        'filter level = "ERROR"',
        'sort @timestamp desc',
      ],
    );
  }

  private query(title: string, logGroupNames: string[], lines: readonly string[]): void {
    new CloudwatchQueryDefinition(this, title.replaceAll(' ', '-'), {
      name: `${this.nameOf('logs')}/${title}`,
      logGroupNames,
      queryString: lines.join('\n| '),
    });
  }
}
