import { refusalReasons } from '../../app/contract/metric-names.ts';
import { table } from '../../app/contract/table.ts';
import type { Metric } from '../constructs/alarm.ts';
import type { AppFunction } from '../constructs/app-function.ts';
import type { Settings } from '../settings.ts';
import type { ApiStack } from './api.ts';
import type { ApprovalsStack } from './approvals.ts';
import { costLines } from './cost.ts';
import { prices } from './cost-prices.ts';
import type { DataStack } from './data.ts';
import {
  apiMetric,
  appMetric,
  functionMetric,
  type Line,
  machineMetric,
  queueMetric,
  tableMetric,
} from './metrics.ts';

export interface DashboardProps {
  readonly settings: Settings;
  readonly data: DataStack;
  readonly approvals: ApprovalsStack;
  readonly api: ApiStack;
  readonly functions: readonly AppFunction[];
  /** ARNs; their states are shown at the top. */
  readonly alarms: readonly string[];
}

interface Chart {
  readonly title: string;
  readonly lines: readonly Line[];
  /** Seconds; default: five minutes. */
  readonly period?: number;
  readonly stacked?: boolean;
}

const COLUMNS = 2;
const WIDTH = 24 / COLUMNS;
const HEIGHT = 6;
const ALARMS_HEIGHT = 4;
/** Seconds. */
const PERIOD = 300;
const HOUR = 3_600;

/**
 * The dashboard in CloudWatch's own JSON («Dashboard body structure and syntax»): the alarms, the business metrics,
 * then from the API down to the table, and the costs.
 */
export function dashboardBody(props: DashboardProps): string {
  const { region } = props.settings;
  const alarms = {
    type: 'alarm',
    x: 0,
    y: 0,
    width: 24,
    height: ALARMS_HEIGHT,
    properties: { title: 'Alarms', alarms: props.alarms },
  };
  const metrics = charts(props).map((chart, index) => ({
    type: 'metric',
    x: (index % COLUMNS) * WIDTH,
    y: ALARMS_HEIGHT + Math.floor(index / COLUMNS) * HEIGHT,
    width: WIDTH,
    height: HEIGHT,
    properties: {
      title: chart.title,
      region,
      period: chart.period ?? PERIOD,
      view: 'timeSeries',
      stacked: chart.stacked ?? false,
      metrics: chart.lines.map(toLine),
    },
  }));
  return JSON.stringify({ widgets: [alarms, ...metrics] });
}

function charts(props: DashboardProps): Chart[] {
  return [...requestCharts(props), ...businessCharts(props), ...partCharts(props), costChart(props)];
}

function requestCharts({ api }: DashboardProps): Chart[] {
  return [
    {
      title: 'Requests and failures',
      lines: plain((['Count', '4xx', '5xx'] as const).map((name) => apiMetric(api.api, name, 'Sum'))),
    },
    {
      title: 'Latency of the API, ms',
      lines: ['p50', 'p95', 'p99'].map((statistic) => ({
        metric: apiMetric(api.api, 'Latency', statistic),
        label: statistic,
      })),
    },
  ];
}

function businessCharts({ settings }: DashboardProps): Chart[] {
  const http = (name: Parameters<typeof appMetric<'http'>>[2], statistic = 'Sum') =>
    appMetric(settings, 'http', name, statistic);
  return [
    {
      title: 'Approvals waiting',
      lines: plain([appMetric(settings, 'reconciler', 'ApprovalsWaiting', 'Maximum')]),
    },
    {
      title: 'From submission to decision, seconds',
      lines: ['p50', 'p90', 'Maximum'].map((statistic) => ({
        metric: http('ApprovalTime', statistic),
        label: statistic,
      })),
      period: HOUR,
    },
    {
      title: 'Expenses and decisions',
      lines: plain([
        http('ExpenseCreated'),
        http('ExpenseSubmitted'),
        http('StepApproved'),
        http('StepRejected'),
      ]),
    },
    {
      title: 'Receipts accepted, and refused by reason',
      lines: [
        { metric: appMetric(settings, 'receipt-processor', 'ReceiptAccepted', 'Sum'), label: 'accepted' },
        ...refusalReasons.map((reason) => ({
          metric: appMetric(settings, 'receipt-processor', 'ReceiptRefused', 'Sum', { reason }),
          label: reason,
        })),
      ],
    },
    {
      title: 'What mends itself: calls to the workflow that failed, approvals mended',
      lines: plain([
        http('WorkflowCallFailed'),
        appMetric(settings, 'reconciler', 'ApprovalReconciled', 'Sum'),
      ]),
    },
  ];
}

function partCharts({ data, approvals, functions }: DashboardProps): Chart[] {
  return [
    {
      title: 'Duration of the functions, p95, ms',
      lines: plain(functions.map((fn) => functionMetric(fn, 'Duration', 'p95'))),
    },
    {
      title: 'Errors of the functions',
      lines: plain(functions.map((fn) => functionMetric(fn, 'Errors', 'Sum'))),
    },
    {
      title: 'Executions of the approval workflow',
      lines: plain(
        (['ExecutionsStarted', 'ExecutionsSucceeded', 'ExecutionsFailed'] as const).map((name) =>
          machineMetric(approvals.machine, name),
        ),
      ),
    },
    {
      title: 'Receipts waiting, and given up',
      lines: plain(
        [data.receiptQueue.name, data.receiptQueue.deadLetterName].map((queue) =>
          queueMetric(queue, 'ApproximateNumberOfMessagesVisible'),
        ),
      ),
    },
    {
      title: 'Capacity used by the table, without its indexes',
      lines: plain(
        (['ConsumedReadCapacityUnits', 'ConsumedWriteCapacityUnits'] as const).map((name) =>
          tableMetric(data.table, name),
        ),
      ),
    },
    {
      title: 'Throttled by the table',
      lines: plain(
        (['ReadThrottleEvents', 'WriteThrottleEvents'] as const).map((name) => tableMetric(data.table, name)),
      ),
    },
  ];
}

function costChart({ api, approvals, functions, data }: DashboardProps): Chart {
  return {
    title: `Estimated cost, USD an hour (us-east-1 list prices of ${prices.date}; without storage and traffic)`,
    lines: costLines({
      api: api.api,
      functions,
      table: data.table,
      indexes: Object.values(table.indexes),
      logGroups: [
        ...functions.map((fn) => fn.logGroupName),
        api.api.logGroupName,
        approvals.machine.logGroupName,
      ],
    }),
    period: HOUR,
    stacked: true,
  };
}

function plain(metrics: readonly Metric[]): Line[] {
  return metrics.map((metric) => ({ metric }));
}

/** `[namespace, name, dimension, value, …, options]`, or `[{ expression, … }]`. */
function toLine(line: Line): object[] | (string | object)[] {
  if ('expression' in line) return [line];
  const { namespace, name, dimensions, statistic } = line.metric;
  const options = {
    stat: statistic,
    ...('id' in line ? { id: line.id, visible: false } : {}),
    ...('label' in line ? { label: line.label } : {}),
  };
  return [namespace, name, ...Object.entries(dimensions).flat(), options];
}
