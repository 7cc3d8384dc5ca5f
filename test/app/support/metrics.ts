import {
  CloudWatchClient,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  GetDashboardCommand,
  GetMetricDataCommand,
  ListDashboardsCommand,
  type MetricAlarm,
  type MetricDataQuery,
  paginateListMetrics,
} from '@aws-sdk/client-cloudwatch';
import { awsClient } from './aws.ts';
import { targetTime } from './clock.ts';
import { resourceName } from './resources.ts';

export const cloudWatch = awsClient(CloudWatchClient);

const DAY = 86_400_000;

/** A metric by everything that names it. */
export interface MetricName {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** A metric in one line, the same for the same metric. */
export function lineOf({ namespace, name, dimensions }: MetricName): string {
  const sorted = Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1));
  return [namespace, name, ...sorted.map(([key, value]) => `${key}=${value}`)].join(' ');
}

/** All metrics that CloudWatch holds, as {@link lineOf} writes them. */
export async function heldMetrics(): Promise<Set<string>> {
  const held = new Set<string>();
  for await (const { Metrics = [] } of paginateListMetrics({ client: cloudWatch }, {})) {
    for (const { Namespace = '', MetricName = '', Dimensions = [] } of Metrics) {
      const dimensions = Object.fromEntries(Dimensions.map(({ Name = '', Value = '' }) => [Name, Value]));
      held.add(lineOf({ namespace: Namespace, name: MetricName, dimensions }));
    }
  }
  return held;
}

/** A chart of the dashboard. */
export interface Chart {
  readonly title: string;
  readonly period: number;
  /** As CloudWatch's dashboards have them: `[namespace, name, dimension, value, …, options]`. */
  readonly metrics: readonly (readonly (string | LineOptions)[])[];
}

interface LineOptions {
  readonly stat?: string;
  readonly id?: string;
  readonly label?: string;
  readonly expression?: string;
  readonly visible?: boolean;
}

/** The charts of the deployment's dashboard. */
export async function charts(): Promise<Chart[]> {
  const DashboardNamePrefix = resourceName('');
  const { DashboardEntries = [] } = await cloudWatch.send(new ListDashboardsCommand({ DashboardNamePrefix }));
  const { DashboardBody = '' } = await cloudWatch.send(
    new GetDashboardCommand({ DashboardName: DashboardEntries[0]?.DashboardName }),
  );
  const { widgets } = JSON.parse(DashboardBody) as {
    widgets: { type: string; properties: Chart }[];
  };
  return widgets.filter(({ type }) => type === 'metric').map(({ properties }) => properties);
}

/** The metrics that a chart reads. */
export function metricsOf({ metrics }: Chart): MetricName[] {
  return metrics
    .filter(([first]) => typeof first === 'string')
    .map((line) => {
      const [namespace = '', name = '', ...pairs] = line.filter((part) => typeof part === 'string');
      const dimensions: Record<string, string> = {};
      for (let at = 0; at < pairs.length; at += 2) dimensions[pairs[at] ?? ''] = pairs[at + 1] ?? '';
      return { namespace, name, dimensions };
    });
}

/** The values of a chart's lines in the last day, by their label, as the dashboard would draw them. */
export async function valuesOf(chart: Chart): Promise<Record<string, number[]>> {
  const names = metricsOf(chart);
  let read = 0;
  const MetricDataQueries = chart.metrics.map((line, index): MetricDataQuery => {
    const options = line.findLast((part) => typeof part === 'object') ?? {};
    const common = { Id: options.id ?? `line${index}`, ReturnData: options.visible ?? true };
    if (options.expression !== undefined) {
      return { ...common, Expression: options.expression, Label: options.label };
    }
    const { namespace, name, dimensions } = names[read++] as MetricName;
    const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
    return {
      ...common,
      Label: options.label ?? name,
      MetricStat: {
        Metric: { Namespace: namespace, MetricName: name, Dimensions },
        Period: chart.period,
        Stat: options.stat,
      },
    };
  });
  const now = (await targetTime()).getTime();
  const { MetricDataResults = [] } = await cloudWatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(now - DAY),
      EndTime: new Date(now + DAY),
      MetricDataQueries,
    }),
  );
  return Object.fromEntries(MetricDataResults.map(({ Label = '', Values = [] }) => [Label, Values]));
}

/** The deployment's alarms. */
export async function alarms(): Promise<MetricAlarm[]> {
  const { MetricAlarms = [] } = await cloudWatch.send(
    new DescribeAlarmsCommand({ AlarmNamePrefix: resourceName('') }),
  );
  return MetricAlarms;
}

/** How one of the deployment's alarms changed its state, oldest first: what changed, and why. */
export async function stateChanges(alarm: string): Promise<string[]> {
  const { AlarmHistoryItems = [] } = await cloudWatch.send(
    new DescribeAlarmHistoryCommand({
      AlarmName: resourceName(alarm),
      HistoryItemType: 'StateUpdate',
      ScanBy: 'TimestampAscending',
    }),
  );
  return AlarmHistoryItems.map(({ HistorySummary, HistoryData = '' }) => {
    const { newState } = JSON.parse(HistoryData) as { newState: { stateReason: string } };
    return `${HistorySummary}: ${newState.stateReason}`;
  });
}
