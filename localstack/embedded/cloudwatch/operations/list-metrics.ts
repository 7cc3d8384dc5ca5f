import { defineOperation } from '../../core/operation.ts';
import { onAll } from '../authorization.ts';
import type { Dimension } from '../model.ts';
import type { CloudWatchState } from '../state.ts';

interface ListMetricsInput {
  readonly Namespace?: string;
  readonly MetricName?: string;
  /** A dimension without a value matches all of its values. */
  readonly Dimensions?: readonly Partial<Dimension>[];
  readonly NextToken?: string;
}

const PAGE = 500;

/** ListMetrics: the names and dimensions of the metrics that have values. */
export const listMetrics = defineOperation({
  name: 'ListMetrics',
  authorization: onAll('ListMetrics'),
  run({ metrics }: CloudWatchState, input: ListMetricsInput) {
    const found = [...metrics.metrics].filter(
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
        .slice(start, start + PAGE)
        .map(({ Namespace, MetricName, Dimensions }) => ({ Namespace, MetricName, Dimensions })),
      ...(found.length > start + PAGE ? { NextToken: String(start + PAGE) } : {}),
    };
  },
});
