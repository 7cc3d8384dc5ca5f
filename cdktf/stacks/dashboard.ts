import type { Metric } from '../constructs/alarm.ts';
import type { AppFunction } from '../constructs/app-function.ts';
import type { ApiStack } from './api.ts';
import type { ApprovalsStack } from './approvals.ts';
import type { DataStack } from './data.ts';
import { apiMetric, functionMetric, machineMetric, queueMetric, tableMetric } from './metrics.ts';

export interface DashboardProps {
  readonly data: DataStack;
  readonly approvals: ApprovalsStack;
  readonly api: ApiStack;
  readonly functions: readonly AppFunction[];
}

interface Chart {
  readonly title: string;
  readonly metrics: readonly Metric[];
}

const COLUMNS = 2;
const WIDTH = 24 / COLUMNS;
const HEIGHT = 6;
/** Seconds. */
const PERIOD = 300;

/** The dashboard in CloudWatch's own JSON («Dashboard body structure and syntax»): from the API down to the table. */
export function dashboardBody(region: string, props: DashboardProps): string {
  const widgets = charts(props).map((chart, index) => ({
    type: 'metric',
    x: (index % COLUMNS) * WIDTH,
    y: Math.floor(index / COLUMNS) * HEIGHT,
    width: WIDTH,
    height: HEIGHT,
    properties: {
      title: chart.title,
      region,
      period: PERIOD,
      view: 'timeSeries',
      stacked: false,
      metrics: chart.metrics.map(toLine),
    },
  }));
  return JSON.stringify({ widgets });
}

function charts({ data, approvals, api, functions }: DashboardProps): Chart[] {
  const { machine } = approvals;
  return [
    {
      title: 'Requests and failures',
      metrics: (['Count', '4xx', '5xx'] as const).map((name) => apiMetric(api.api, name, 'Sum')),
    },
    {
      title: 'Latency of the API, ms',
      metrics: ['p50', 'p95', 'p99'].map((statistic) => apiMetric(api.api, 'Latency', statistic)),
    },
    {
      title: 'Duration of the functions, p95, ms',
      metrics: functions.map((fn) => functionMetric(fn, 'Duration', 'p95')),
    },
    { title: 'Errors of the functions', metrics: functions.map((fn) => functionMetric(fn, 'Errors', 'Sum')) },
    {
      title: 'Approvals',
      metrics: (['ExecutionsStarted', 'ExecutionsSucceeded', 'ExecutionsFailed'] as const).map((name) =>
        machineMetric(machine, name),
      ),
    },
    {
      title: 'Receipts waiting, and given up',
      metrics: [data.receiptQueue.name, data.receiptQueue.deadLetterName].map((queue) =>
        queueMetric(queue, 'ApproximateNumberOfMessagesVisible'),
      ),
    },
    {
      title: 'Capacity used by the table',
      metrics: (['ConsumedReadCapacityUnits', 'ConsumedWriteCapacityUnits'] as const).map((name) =>
        tableMetric(data.table, name),
      ),
    },
    {
      title: 'Throttled by the table',
      metrics: (['ReadThrottleEvents', 'WriteThrottleEvents'] as const).map((name) =>
        tableMetric(data.table, name),
      ),
    },
  ];
}

/** `[namespace, name, dimension, value, …, options]`. */
function toLine(metric: Metric): (string | { stat: string })[] {
  return [
    metric.namespace,
    metric.name,
    ...Object.entries(metric.dimensions).flat(),
    { stat: metric.statistic },
  ];
}
