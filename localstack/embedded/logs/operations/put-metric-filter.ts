import { defineOperation } from '../../core/operation.ts';
import { onGroup } from '../authorization.ts';
import { invalidParameter, unsupported } from '../errors.ts';
import { parseFilterPattern } from '../filter-pattern.ts';
import { changeGroup } from '../groups.ts';
import type { MetricFilter, MetricTransformation } from '../model.ts';
import type { LogsState } from '../state.ts';

interface PutMetricFilterInput {
  readonly logGroupName: string;
  readonly filterName: string;
  readonly filterPattern: string;
  readonly metricTransformations: readonly (MetricTransformation & { readonly dimensions?: object })[];
}

/** PutMetricFilter: a metric that is made of the events that match a pattern. */
export const putMetricFilter = defineOperation({
  name: 'PutMetricFilter',
  authorization: onGroup('PutMetricFilter'),
  run(state: LogsState, input: PutMetricFilterInput) {
    const group = state.group(input);
    const { filterName, filterPattern, logGroupName, metricTransformations } = input;
    parseFilterPattern(filterPattern);
    if (metricTransformations.length !== 1) {
      throw invalidParameter('Exactly one metric transformation is required.');
    }
    if (metricTransformations.some(({ dimensions }) => dimensions && Object.keys(dimensions).length > 0)) {
      throw unsupported('PutMetricFilter', 'dimensions');
    }
    const filter: MetricFilter = {
      filterName,
      filterPattern,
      logGroupName,
      creationTime: state.context.clock.now(),
      metricTransformations,
    };
    const others = group.metricFilters.filter((known) => known.filterName !== filterName);
    changeGroup(state, group, { metricFilters: [...others, filter] });
    return {};
  },
});
