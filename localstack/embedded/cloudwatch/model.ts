/** One dimension of a metric. */
export interface Dimension {
  readonly Name: string;
  readonly Value: string;
}

/** What is known of one metric in one period; percentiles come from the sample. */
export interface Aggregate {
  count: number;
  sum: number;
  minimum: number;
  maximum: number;
  /** At most {@link SAMPLE_SIZE} of the values, evenly kept. */
  readonly sample: number[];
}

/** A metric: a name in a namespace with its dimensions. */
export interface Metric {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: readonly Dimension[];
  readonly unit?: string;
  /** Epoch seconds (a minute's start) → the minute. */
  readonly minutes: Map<number, Aggregate>;
}

/** The states of an alarm. */
export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** A metric alarm as it was put, with its state. */
export interface Alarm {
  readonly AlarmName: string;
  readonly AlarmArn: string;
  readonly AlarmDescription?: string;
  readonly ActionsEnabled: boolean;
  readonly OKActions: readonly string[];
  readonly AlarmActions: readonly string[];
  readonly InsufficientDataActions: readonly string[];
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions: readonly Dimension[];
  readonly Statistic?: string;
  readonly ExtendedStatistic?: string;
  readonly Period?: number;
  readonly Unit?: string;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm?: number;
  readonly Threshold?: number;
  readonly ComparisonOperator: string;
  readonly TreatMissingData?: string;
  readonly Metrics?: readonly MetricDataQuery[];
  readonly tags: Readonly<Record<string, string>>;
  /** Epoch seconds. */
  readonly AlarmConfigurationUpdatedTimestamp: number;
  readonly StateUpdatedTimestamp: number;
  readonly StateValue: AlarmState;
  readonly StateReason: string;
  /** JSON. */
  readonly StateReasonData?: string;
  /** Until when (epoch seconds) a state that was set by hand stands: the next evaluation. */
  readonly heldUntil?: number;
}

/** One entry of an alarm's history. */
export interface AlarmHistoryItem {
  readonly AlarmName: string;
  readonly AlarmType: 'MetricAlarm';
  /** Epoch seconds. */
  readonly Timestamp: number;
  readonly HistoryItemType: 'ConfigurationUpdate' | 'StateUpdate' | 'Action';
  readonly HistorySummary: string;
  /** JSON. */
  readonly HistoryData: string;
}

/** A statistic of a metric. */
export interface MetricStat {
  readonly Metric: {
    readonly Namespace: string;
    readonly MetricName: string;
    readonly Dimensions?: readonly Dimension[];
  };
  /** Seconds. */
  readonly Period: number;
  readonly Stat: string;
  readonly Unit?: string;
}

/** One query of GetMetricData or of an alarm: a statistic, or an expression over other queries. */
export interface MetricDataQuery {
  readonly Id: string;
  readonly MetricStat?: MetricStat;
  readonly Expression?: string;
  readonly Label?: string;
  readonly ReturnData?: boolean;
  readonly Period?: number;
}

/** A dashboard. */
export interface Dashboard {
  readonly DashboardName: string;
  readonly DashboardArn: string;
  /** JSON. */
  readonly DashboardBody: string;
  /** Epoch seconds. */
  readonly LastModified: number;
}

/** A tag of an alarm, as requests have it. */
export interface Tag {
  readonly Key: string;
  readonly Value: string;
}
