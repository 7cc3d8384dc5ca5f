import { invalidValue, missingParameter } from '../errors.ts';
import type { MetricDataQuery } from '../model.ts';
import type { CloudWatchRecords } from '../records.ts';
import { evaluate, type Series } from './math.ts';
import { periods, statistic } from './statistics.ts';

/**
 * Reads queries by id, expressions over other queries included, between two times in epoch seconds. Throws
 * InvalidParameterValueException for an id that is none, and for a query that refers to itself.
 */
export function querySeries(
  { metrics }: Pick<CloudWatchRecords, 'metrics'>,
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
      return periods(metrics, name, { start, end, period: Period }).map(({ timestamp, aggregate }) => ({
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
