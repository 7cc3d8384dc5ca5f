import { defineOperation } from '../../core/operation.ts';
import { onAll } from '../authorization.ts';
import { querySeries } from '../metrics/series.ts';
import type { Datapoint } from '../metrics/statistics.ts';
import type { MetricDataQuery } from '../model.ts';
import type { CloudWatchState } from '../state.ts';
import { epochSeconds } from '../timestamp.ts';

interface GetMetricDataInput {
  readonly MetricDataQueries: readonly MetricDataQuery[];
  readonly StartTime: unknown;
  readonly EndTime: unknown;
  /** Default: `TimestampDescending`. */
  readonly ScanBy?: 'TimestampDescending' | 'TimestampAscending';
}

/** GetMetricData: statistics of several metrics, and metric math over them. */
export const getMetricData = defineOperation({
  name: 'GetMetricData',
  authorization: onAll('GetMetricData'),
  run(state: CloudWatchState, input: GetMetricDataInput) {
    const now = state.context.clock.now() / 1000;
    const start = epochSeconds(input.StartTime, now);
    const end = epochSeconds(input.EndTime, now);
    const series = querySeries(state, input.MetricDataQueries, start, end);
    const wanted = input.MetricDataQueries.filter(({ ReturnData }) => ReturnData !== false);
    const MetricDataResults = wanted.map((query) => {
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
    return { MetricDataResults, Messages: [] };
  },
});
