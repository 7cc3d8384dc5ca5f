import { defineOperation } from '../../core/operation.ts';
import { onGroup } from '../authorization.ts';
import { type PageInput, page } from '../paging.ts';
import type { LogsState } from '../state.ts';

interface DescribeMetricFiltersInput extends PageInput {
  readonly logGroupName?: string;
  readonly filterNamePrefix?: string;
}

/** DescribeMetricFilters: the metric filters of one group or of all. */
export const describeMetricFilters = defineOperation({
  name: 'DescribeMetricFilters',
  authorization: onGroup('DescribeMetricFilters'),
  run(state: LogsState, input: DescribeMetricFiltersInput) {
    const { logGroupName, filterNamePrefix = '' } = input;
    const within = logGroupName === undefined ? [...state.groups.values()] : [state.group({ logGroupName })];
    const found = within
      .flatMap(({ metricFilters }) => metricFilters)
      .filter(({ filterName }) => filterName.startsWith(filterNamePrefix));
    const { items, nextToken } = page(found, input);
    return { metricFilters: items, nextToken };
  },
});
