import type { MetricName } from '../contract/metric-names.ts';

/** Where the application says what happened, as structured entries. */
export interface Log {
  info(message: string, details?: LogDetails): void;
  warn(message: string, details?: LogDetails): void;
  error(message: string, details?: LogDetails): void;
}

/** Members of a log entry. Never a token, a link or the content of a receipt. */
export interface LogDetails {
  readonly [name: string]: string | number | boolean | Error | undefined;
}

/** What a number is a number of, in CloudWatch's words. */
export type MetricUnit = 'Count' | 'Seconds';

/** Counts and measures what happens. */
export interface Metrics {
  count(name: MetricName, by?: number): void;
  /** Counts, once in all and once under a value of one more dimension. */
  countBy(name: MetricName, dimension: string, value: string): void;
  /** One measurement: a duration, or how much there is of something. */
  measure(name: MetricName, value: number, unit: MetricUnit): void;
}
