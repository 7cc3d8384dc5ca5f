import { parseFilterPattern } from './filter-patterns/filter-pattern.ts';
import { selectorOf } from './filter-patterns/selector.ts';
import type { LogEvent, LogGroup, MetricFilter } from './model.ts';

/** A datum as PutMetricData takes it. */
export interface MetricDatum {
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
  /** Epoch seconds. */
  readonly Timestamp: number;
  readonly Values: readonly number[];
  readonly Unit?: string;
  readonly StorageResolution?: number;
}

interface EmbeddedMetrics {
  readonly _aws?: {
    readonly Timestamp?: number;
    readonly CloudWatchMetrics?: readonly {
      readonly Namespace: string;
      readonly Dimensions?: readonly (readonly string[])[];
      readonly Metrics?: readonly {
        readonly Name: string;
        readonly Unit?: string;
        readonly StorageResolution?: number;
      }[];
    }[];
  };
  readonly [member: string]: unknown;
}

/**
 * The metrics that events carry in the embedded metric format
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html)
 * or that the group's metric filters make of them, by namespace.
 */
export function metricData(group: LogGroup, events: readonly LogEvent[]): Map<string, MetricDatum[]> {
  const found = new Map<string, MetricDatum[]>();
  const add = (namespace: string, datum: MetricDatum) => {
    const known = found.get(namespace);
    if (known) known.push(datum);
    else found.set(namespace, [datum]);
  };
  for (const { message } of events)
    if (message.includes('"CloudWatchMetrics"')) embeddedMetrics(message, add);
  for (const filter of group.metricFilters) filteredMetrics(filter, events, add);
  return found;
}

function embeddedMetrics(message: string, add: (namespace: string, datum: MetricDatum) => void): void {
  let parsed: EmbeddedMetrics;
  try {
    parsed = JSON.parse(message.slice(message.indexOf('{'))) as EmbeddedMetrics;
  } catch {
    return;
  }
  const { Timestamp, CloudWatchMetrics } = parsed._aws ?? {};
  if (typeof Timestamp !== 'number' || !Array.isArray(CloudWatchMetrics)) return;
  for (const { Namespace, Dimensions, Metrics } of CloudWatchMetrics) {
    for (const { Name, Unit, StorageResolution } of Metrics ?? []) {
      const Values = [parsed[Name]].flat().filter((value): value is number => typeof value === 'number');
      if (Values.length === 0) continue;
      for (const names of Dimensions?.length ? Dimensions : [[]]) {
        add(Namespace, {
          MetricName: Name,
          Dimensions: names.map((dimension: string) => ({
            Name: dimension,
            Value: String(parsed[dimension] ?? ''),
          })),
          Timestamp: Timestamp / 1000,
          Values,
          ...(Unit === undefined ? {} : { Unit }),
          ...(StorageResolution === undefined ? {} : { StorageResolution }),
        });
      }
    }
  }
}

function filteredMetrics(
  { filterPattern, metricTransformations }: MetricFilter,
  events: readonly LogEvent[],
  add: (namespace: string, datum: MetricDatum) => void,
): void {
  const { matches } = parseFilterPattern(filterPattern);
  for (const { message, timestamp } of events) {
    const matched = matches(message);
    for (const { metricName, metricNamespace, metricValue, defaultValue, unit } of metricTransformations) {
      const value = matched ? metricValueOf(metricValue, message) : defaultValue;
      if (value === undefined || Number.isNaN(value)) continue;
      add(metricNamespace, {
        MetricName: metricName,
        Dimensions: [],
        Timestamp: timestamp / 1000,
        Values: [value],
        ...(unit === undefined ? {} : { Unit: unit }),
      });
    }
  }
}

function metricValueOf(metricValue: string, message: string): number | undefined {
  if (!metricValue.startsWith('$')) return Number(metricValue);
  try {
    const [found] = selectorOf(metricValue)(JSON.parse(message));
    return found === undefined ? undefined : Number(found);
  } catch {
    return undefined;
  }
}
