import { defineOperation } from '../../core/operation.ts';
import { onAll } from '../authorization.ts';
import { invalidValue, missingParameter } from '../errors.ts';
import { periods, statistic } from '../metrics/statistics.ts';
import type { Aggregate, Dimension } from '../model.ts';
import type { CloudWatchState } from '../state.ts';
import { epochSeconds } from '../timestamp.ts';

interface GetMetricStatisticsInput {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions?: readonly Dimension[];
  readonly StartTime: unknown;
  readonly EndTime: unknown;
  /** Seconds. */
  readonly Period: number;
  readonly Statistics?: readonly string[];
  readonly ExtendedStatistics?: readonly string[];
}

/** GetMetricStatistics: statistics of one metric, by the period. */
export const getMetricStatistics = defineOperation({
  name: 'GetMetricStatistics',
  authorization: onAll('GetMetricStatistics'),
  run({ context, metrics }: CloudWatchState, input: GetMetricStatisticsInput) {
    const { Namespace, MetricName, Dimensions = [], Statistics = [], ExtendedStatistics = [] } = input;
    const now = context.clock.now() / 1000;
    const range = {
      start: epochSeconds(input.StartTime, now),
      end: epochSeconds(input.EndTime, now),
      period: input.Period,
    };
    if (range.start >= range.end) {
      throw invalidValue('The parameter StartTime must be less than the parameter EndTime.');
    }
    if (Statistics.length + ExtendedStatistics.length === 0) throw missingParameter('Statistics');
    const name = { Namespace, MetricName, Dimensions };
    const Unit = metrics.find(name)?.unit ?? 'None';
    return {
      Label: MetricName,
      Datapoints: periods(metrics, name, range).map(({ timestamp, aggregate }) => ({
        Timestamp: new Date(timestamp * 1000),
        ...read(Statistics, aggregate),
        ...(ExtendedStatistics.length > 0 ? { ExtendedStatistics: read(ExtendedStatistics, aggregate) } : {}),
        Unit,
      })),
    };
  },
});

function read(names: readonly string[], aggregate: Aggregate): Record<string, number> {
  return Object.fromEntries(names.map((name) => [name, statistic(name)(aggregate)]));
}
