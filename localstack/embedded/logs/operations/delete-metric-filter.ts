import { defineOperation } from '../../core/operation.ts';
import { onGroup } from '../authorization.ts';
import { notFound } from '../errors.ts';
import { changeGroup } from '../groups.ts';
import type { LogsState } from '../state.ts';

interface DeleteMetricFilterInput {
  readonly logGroupName: string;
  readonly filterName: string;
}

/** DeleteMetricFilter: what its metric has stays. */
export const deleteMetricFilter = defineOperation({
  name: 'DeleteMetricFilter',
  authorization: onGroup('DeleteMetricFilter'),
  run(state: LogsState, { logGroupName, filterName }: DeleteMetricFilterInput) {
    const group = state.group({ logGroupName });
    const metricFilters = group.metricFilters.filter((known) => known.filterName !== filterName);
    if (metricFilters.length === group.metricFilters.length) throw notFound('metric filter');
    changeGroup(state, group, { metricFilters });
    return {};
  },
});
