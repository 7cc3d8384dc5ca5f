/** How a request names a log group. */
export interface GroupReference {
  readonly logGroupName?: string;
  /** The name, or the ARN. */
  readonly logGroupIdentifier?: string;
}

/** How a request names a log stream. */
export interface StreamReference extends GroupReference {
  readonly logStreamName: string;
}

/** A log group's settings; its events are kept apart, in memory. */
export interface LogGroup {
  readonly logGroupName: string;
  readonly arn: string;
  /** Epoch milliseconds. */
  readonly creationTime: number;
  readonly retentionInDays?: number;
  readonly kmsKeyId?: string;
  readonly logGroupClass: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly metricFilters: readonly MetricFilter[];
}

/** Turns matching events into a metric. */
export interface MetricFilter {
  readonly filterName: string;
  readonly filterPattern: string;
  readonly logGroupName: string;
  readonly creationTime: number;
  readonly metricTransformations: readonly MetricTransformation[];
}

/** What a metric filter makes of an event that matches. */
export interface MetricTransformation {
  readonly metricName: string;
  readonly metricNamespace: string;
  /** A number, or `$.field` of the event. */
  readonly metricValue: string;
  readonly defaultValue?: number;
  readonly unit?: string;
}

/** A saved Logs Insights query. */
export interface QueryDefinition {
  readonly queryDefinitionId: string;
  readonly name: string;
  readonly queryString: string;
  readonly logGroupNames?: readonly string[];
  readonly lastModified: number;
}

/** One event. */
export interface LogEvent {
  readonly timestamp: number;
  readonly ingestionTime: number;
  readonly message: string;
  readonly stream: string;
  /** Grows with each event of the process: the order of ties, and the event's id. */
  readonly sequence: number;
}

/** What is known of a stream besides its events. */
export interface LogStream {
  readonly logStreamName: string;
  readonly arn: string;
  readonly creationTime: number;
  firstEventTimestamp?: number;
  lastEventTimestamp?: number;
  lastIngestionTime?: number;
  uploadSequenceToken: string;
  storedBytes: number;
}

/** AWS's cap of events in one answer. */
export const MAX_EVENTS_READ = 10_000;
