import type { Call } from '../../core/service.ts';
import { invalidValue, missingParameter, unsupported } from '../errors.ts';
import { evaluate, type Series } from '../metric-math.ts';
import type { StatisticSet } from '../metric-store.ts';
import type { Dimension, MetricDataQuery } from '../model.ts';
import { type CloudWatchRoom, epochSeconds } from '../room.ts';
import { type Datapoint, periods, statistic } from '../statistics.ts';

interface Datum {
  readonly MetricName: string;
  readonly Dimensions?: readonly Dimension[];
  readonly Timestamp?: unknown;
  readonly Value?: number;
  readonly Values?: readonly number[];
  readonly Counts?: readonly number[];
  readonly StatisticValues?: StatisticSet;
  readonly Unit?: string;
}

interface PutInput {
  readonly Namespace: string;
  readonly MetricData?: readonly Datum[];
  readonly EntityMetricData?: readonly unknown[];
}

const MAX_DIMENSIONS = 30;

/**
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html; `arrived` is told of each
 * metric that gets a value.
 */
export function putMetricData(room: CloudWatchRoom, arrived: (metricKey: string) => void) {
  return ({ Namespace, MetricData = [], EntityMetricData = [] }: PutInput, { principal }: Call) => {
    if (EntityMetricData.length > 0) throw unsupported('PutMetricData', 'EntityMetricData');
    if (!Namespace) throw missingParameter('Namespace');
    if (Namespace.startsWith('AWS/') && principal.service === undefined) {
      throw invalidValue('The value AWS/ for parameter Namespace is invalid.');
    }
    const now = room.context.clock.now() / 1000;
    for (const datum of MetricData) validate(datum);
    for (const {
      MetricName,
      Dimensions = [],
      Timestamp,
      Value,
      Values,
      Counts,
      StatisticValues,
      Unit,
    } of MetricData) {
      const name = { Namespace, MetricName, Dimensions, ...(Unit === undefined ? {} : { unit: Unit }) };
      const values = Value === undefined ? (Values ?? []) : [Value];
      const key = room.metrics.add(
        name,
        epochSeconds(Timestamp, now),
        StatisticValues ?? { values, counts: Counts ?? [] },
      );
      arrived(key);
      if (!Namespace.startsWith('AWS/'))
        room.context.meter.addDistinct('cloudwatch', 'customMetrics', Namespace, key);
    }
    return {};
  };
}

function validate({ MetricName, Dimensions, Value, Values, Counts, StatisticValues }: Datum): void {
  if (!MetricName) throw missingParameter('MetricData.member.1.MetricName');
  if (Value === undefined && Values === undefined && StatisticValues === undefined) {
    throw missingParameter('MetricData.member.1.Value');
  }
  const numbers = [Value ?? 0, ...(Values ?? [])];
  if (!numbers.every(Number.isFinite))
    throw invalidValue('The value NaN for parameter MetricData.member.1.Value is invalid.');
  if (Counts && Counts.length !== Values?.length) {
    throw invalidValue(
      'The parameters MetricData.member.1.Values and MetricData.member.1.Counts must be of the same size.',
    );
  }
  if ((Dimensions?.length ?? 0) > MAX_DIMENSIONS) {
    throw invalidValue(
      `The collection MetricData.member.1.Dimensions must not have a size greater than ${MAX_DIMENSIONS}.`,
    );
  }
}

interface ListInput {
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly Partial<Dimension>[];
  readonly NextToken?: string;
}

const LIST_PAGE = 500;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html */
export function listMetrics(room: CloudWatchRoom) {
  return (input: ListInput) => {
    const found = [...room.metrics.metrics].filter(
      (metric) =>
        (input.Namespace === undefined || metric.Namespace === input.Namespace) &&
        (input.MetricName === undefined || metric.MetricName === input.MetricName) &&
        (input.Dimensions ?? []).every((wanted) =>
          metric.Dimensions.some(
            ({ Name, Value }) =>
              Name === wanted.Name && (wanted.Value === undefined || Value === wanted.Value),
          ),
        ),
    );
    const start = Number(input.NextToken ?? 0);
    return {
      Metrics: found
        .slice(start, start + LIST_PAGE)
        .map(({ Namespace, MetricName, Dimensions }) => ({ Namespace, MetricName, Dimensions })),
      ...(found.length > start + LIST_PAGE ? { NextToken: String(start + LIST_PAGE) } : {}),
    };
  };
}

interface StatisticsInput {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions?: readonly Dimension[];
  readonly StartTime: unknown;
  readonly EndTime: unknown;
  readonly Period: number;
  readonly Statistics?: readonly string[];
  readonly ExtendedStatistics?: readonly string[];
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html */
export function getMetricStatistics(room: CloudWatchRoom) {
  return (input: StatisticsInput) => {
    const {
      Namespace,
      MetricName,
      Dimensions = [],
      Period,
      Statistics = [],
      ExtendedStatistics = [],
    } = input;
    const now = room.context.clock.now() / 1000;
    const range = {
      start: epochSeconds(input.StartTime, now),
      end: epochSeconds(input.EndTime, now),
      period: Period,
    };
    if (range.start >= range.end)
      throw invalidValue('The parameter StartTime must be less than the parameter EndTime.');
    if (Statistics.length + ExtendedStatistics.length === 0) throw missingParameter('Statistics');
    const Unit = room.metrics.find({ Namespace, MetricName, Dimensions })?.unit ?? 'None';
    const found = periods(room.metrics, { Namespace, MetricName, Dimensions }, range);
    const read = (names: readonly string[], aggregate: Parameters<ReturnType<typeof statistic>>[0]) =>
      Object.fromEntries(names.map((name) => [name, statistic(name)(aggregate)]));
    return {
      Label: MetricName,
      Datapoints: found.map(({ timestamp, aggregate }) => ({
        Timestamp: new Date(timestamp * 1000),
        ...read(Statistics, aggregate),
        ...(ExtendedStatistics.length > 0 ? { ExtendedStatistics: read(ExtendedStatistics, aggregate) } : {}),
        Unit,
      })),
    };
  };
}

interface DataInput {
  readonly MetricDataQueries: readonly MetricDataQuery[];
  readonly StartTime: unknown;
  readonly EndTime: unknown;
  readonly ScanBy?: 'TimestampDescending' | 'TimestampAscending';
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
export function getMetricData(room: CloudWatchRoom) {
  return (input: DataInput) => {
    const now = room.context.clock.now() / 1000;
    const start = epochSeconds(input.StartTime, now);
    const end = epochSeconds(input.EndTime, now);
    const series = querySeries(room, input.MetricDataQueries, start, end);
    const results = input.MetricDataQueries.filter(({ ReturnData }) => ReturnData !== false).map((query) => {
      const found = series(query.Id);
      const points: readonly Datapoint[] =
        typeof found === 'number' ? [{ timestamp: start, value: found }] : found;
      const ordered = input.ScanBy === 'TimestampAscending' ? points : points.toReversed();
      return {
        Id: query.Id,
        Label: query.Label ?? query.MetricStat?.Metric.MetricName ?? query.Id,
        Timestamps: ordered.map(({ timestamp }) => new Date(timestamp * 1000)),
        Values: ordered.map(({ value }) => value),
        StatusCode: 'Complete',
      };
    });
    return { MetricDataResults: results, Messages: [] };
  };
}

/** Reads queries by id, expressions over other queries included; a query that refers to itself is refused. */
export function querySeries(
  room: CloudWatchRoom,
  queries: readonly MetricDataQuery[],
  start: number,
  end: number,
): (id: string) => Series {
  const open = new Set<string>();
  const read = (id: string): Series => {
    const query = queries.find(({ Id }) => Id === id);
    if (!query || open.has(id))
      throw invalidValue(`The metric query id ${id} is undefined or refers to itself.`);
    if (query.MetricStat) {
      const { Metric, Period, Stat } = query.MetricStat;
      const name = { ...Metric, Dimensions: Metric.Dimensions ?? [] };
      const value = statistic(Stat);
      return periods(room.metrics, name, { start, end, period: Period }).map(({ timestamp, aggregate }) => ({
        timestamp,
        value: value(aggregate),
      }));
    }
    if (query.Expression === undefined) throw missingParameter(`MetricDataQueries.${id}.MetricStat`);
    open.add(id);
    const result = evaluate(query.Expression, read);
    open.delete(id);
    return result;
  };
  return read;
}
