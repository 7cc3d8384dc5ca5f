import type { EmbeddedContext } from '../../core/context.ts';
import { apiGateway } from '../principal.ts';

const FLUSH_AFTER = 60_000;

/** One request as the metrics see it; times in milliseconds. */
export interface Measured {
  readonly status: number;
  readonly latency: number;
  /** Absent where no function was asked. */
  readonly integrationLatency?: number | undefined;
  readonly bytes: number;
}

/** CloudWatch's metrics of one set of dimensions, gathered a minute at a time. */
export interface RequestMetrics {
  record(measured: Measured): void;
}

interface Totals {
  count: number;
  clientErrors: number;
  serverErrors: number;
  bytes: number;
  readonly latency: Map<number, number>;
  readonly integrationLatency: Map<number, number>;
}

/** Gathers and sends what {@link RequestMetrics} record. */
export interface MetricsSender {
  /** The metrics of these dimensions, e.g. `{ ApiId: 'abc', Stage: 'dev' }`. */
  of(dimensions: Readonly<Record<string, string>>): RequestMetrics;
}

/** Sends to `AWS/ApiGateway` (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html). */
export function createMetricsSender(context: EmbeddedContext): MetricsSender {
  const gathered = new Map<string, { dimensions: Readonly<Record<string, string>>; totals: Totals }>();
  let waiting = false;
  let failureLogged = false;

  async function flush(): Promise<void> {
    waiting = false;
    const Timestamp = context.clock.now() / 1000;
    const MetricData = [...gathered.values()].flatMap(({ dimensions, totals }) =>
      data(dimensions, totals, Timestamp),
    );
    gathered.clear();
    try {
      await context.call(
        'cloudwatch',
        'PutMetricData',
        { Namespace: 'AWS/ApiGateway', MetricData },
        apiGateway(context),
      );
    } catch (cause) {
      if (!failureLogged) context.log(`apigateway: metrics could not be sent: ${String(cause)}`);
      failureLogged = true;
    }
  }

  return {
    of(dimensions) {
      const key = JSON.stringify(dimensions);
      return {
        record(measured) {
          let entry = gathered.get(key);
          if (!entry) {
            entry = { dimensions, totals: emptyTotals() };
            gathered.set(key, entry);
          }
          add(entry.totals, measured);
          if (waiting) return;
          waiting = true;
          context.clock.after(FLUSH_AFTER, () =>
            context.clock.background(flush, 'Reporting metrics of APIs'),
          );
        },
      };
    },
  };
}

function emptyTotals(): Totals {
  return {
    count: 0,
    clientErrors: 0,
    serverErrors: 0,
    bytes: 0,
    latency: new Map(),
    integrationLatency: new Map(),
  };
}

function add(totals: Totals, { status, latency, integrationLatency, bytes }: Measured): void {
  totals.count++;
  totals.bytes += bytes;
  if (status >= 500) totals.serverErrors++;
  else if (status >= 400) totals.clientErrors++;
  tally(totals.latency, latency);
  if (integrationLatency !== undefined) tally(totals.integrationLatency, integrationLatency);
}

function tally(counts: Map<number, number>, value: number): void {
  counts.set(value, (counts.get(value) ?? 0) + 1);
}

function data(dimensions: Readonly<Record<string, string>>, totals: Totals, Timestamp: number): object[] {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  const sum = (MetricName: string, Value: number, Unit = 'Count') => ({
    MetricName,
    Dimensions,
    Timestamp,
    Unit,
    Value,
  });
  const times = (MetricName: string, counts: Map<number, number>) =>
    counts.size === 0
      ? []
      : [
          {
            MetricName,
            Dimensions,
            Timestamp,
            Unit: 'Milliseconds',
            Values: [...counts.keys()],
            Counts: [...counts.values()],
          },
        ];
  return [
    sum('Count', totals.count),
    sum('4xx', totals.clientErrors),
    sum('5xx', totals.serverErrors),
    sum('DataProcessed', totals.bytes, 'Bytes'),
    ...times('Latency', totals.latency),
    ...times('IntegrationLatency', totals.integrationLatency),
  ];
}
