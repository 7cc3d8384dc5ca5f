import type { MetricName } from '../contract/metric-names.ts';

/** The application's log of structured entries. */
export interface Log {
  info(message: string, details?: LogDetails): void;
  warn(message: string, details?: LogDetails): void;
  error(message: string, details?: LogDetails): void;
}

/** Members of a log entry. Never a token, a link or the content of a receipt. */
export interface LogDetails {
  readonly [name: string]: string | number | boolean | Error | undefined;
}

/** The units of CloudWatch that are used. */
export type MetricUnit = 'Count' | 'Seconds';

/** The application's metrics. */
export interface Metrics {
  count(name: MetricName, by?: number): void;
  /** Counts one, in total and for a value of one more dimension. */
  countBy(name: MetricName, dimension: string, value: string): void;
  /** Records a duration, or how much there is of something. */
  measure(name: MetricName, value: number, unit: MetricUnit): void;
}
