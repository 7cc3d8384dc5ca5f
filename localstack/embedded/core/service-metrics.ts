import { systemTime } from '../clock/clock.ts';
import type { EmbeddedContext } from './context.ts';
import type { Principal } from './service.ts';

/** Real milliseconds between two reports to CloudWatch. */
const REPORT_EVERY = 1000;

interface Sum {
  readonly metric: string;
  readonly unit: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** Epoch seconds of the minute's begin. */
  readonly minute: number;
  count: number;
  sum: number;
  minimum: number;
  maximum: number;
}

/** What a service reports to CloudWatch of itself, summed up so that a call costs next to nothing. */
export interface ServiceMetrics {
  /**
   * Adds a value to this minute's sum.
   *
   * @param of what distinguishes the sums of one metric, e.g. the table's name
   * @param dimensions asked for once for each new sum
   */
  add(
    of: string,
    metric: string,
    value: number,
    unit: string,
    dimensions: () => Readonly<Record<string, string>>,
  ): void;
  /** Lets go of its timer and of what is not reported yet. */
  stop(): void;
}

/** Creates the reporter of a namespace. Without a CloudWatch in this process it reports nothing. */
export function createServiceMetrics(
  context: EmbeddedContext,
  namespace: string,
  service: string,
): ServiceMetrics {
  const principal: Principal = { arn: service, service, accountId: context.accountId };
  const sums = new Map<string, Map<string, Sum>>();
  let current = Number.NaN;
  let cancel: (() => void) | undefined;
  let silent = false;

  async function flush(): Promise<void> {
    cancel?.();
    cancel = undefined;
    const MetricData = [...sums.values()].flatMap((byResource) => [...byResource.values()].map(datum));
    sums.clear();
    if (MetricData.length === 0 || silent) return;
    try {
      await context.call('cloudwatch', 'PutMetricData', { Namespace: namespace, MetricData }, principal);
    } catch (error) {
      const { name, message } = error as Error;
      // Without a CloudWatch there will never be one; of any other error the next report knows nothing.
      if (name === 'NotImplemented') silent = true;
      else context.log(`No metrics of ${namespace}: ${message}`);
    }
  }

  const report = () => context.clock.background(flush, `Reporting metrics of ${namespace}`);

  return {
    add(of, metric, value, unit, dimensions) {
      if (silent) return;
      const minute = Math.floor(context.clock.now() / 60_000) * 60;
      // What a minute gathered is reported under that minute.
      if (minute !== current && sums.size > 0) report();
      current = minute;
      let byResource = sums.get(metric);
      if (!byResource) {
        byResource = new Map();
        sums.set(metric, byResource);
      }
      const known = byResource.get(of);
      if (known) {
        known.count++;
        known.sum += value;
        if (value < known.minimum) known.minimum = value;
        if (value > known.maximum) known.maximum = value;
        return;
      }
      const first = { count: 1, sum: value, minimum: value, maximum: value };
      byResource.set(of, { metric, unit, dimensions: dimensions(), minute, ...first });
      cancel ??= systemTime.wake?.(REPORT_EVERY, report);
    },
    stop() {
      cancel?.();
      sums.clear();
    },
  };
}

function datum({ metric, unit, dimensions, minute, count, sum, minimum, maximum }: Sum): object {
  return {
    MetricName: metric,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    Timestamp: minute,
    StatisticValues: { SampleCount: count, Sum: sum, Minimum: minimum, Maximum: maximum },
    Unit: unit,
  };
}
