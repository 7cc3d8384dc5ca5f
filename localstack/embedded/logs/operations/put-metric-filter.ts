import { AwsError } from '../../core/errors.ts';
import { defineOperation } from '../../core/operation.ts';
import { onGroup } from '../authorization.ts';
import { invalidParameter, unsupported } from '../errors.ts';
import { parseFilterPattern } from '../filter-patterns/filter-pattern.ts';
import { changeGroup } from '../groups.ts';
import type { MetricFilter, MetricTransformation } from '../model.ts';
import type { LogsState } from '../state.ts';

interface PutMetricFilterInput {
  readonly logGroupName: string;
  readonly filterName: string;
  readonly filterPattern: string;
  readonly metricTransformations: readonly (MetricTransformation & { readonly dimensions?: object })[];
}

/** AWS's most filters with regular expressions of one log group. */
const MOST_REGEX_FILTERS = 5;

/** PutMetricFilter: a metric that is made of the events that match a pattern. */
export const putMetricFilter = defineOperation({
  name: 'PutMetricFilter',
  authorization: onGroup('PutMetricFilter'),
  run(state: LogsState, input: PutMetricFilterInput) {
    const group = state.group(input);
    const { filterName, filterPattern, logGroupName, metricTransformations } = input;
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
    checkRegexes([...others, filter]);
    changeGroup(state, group, { metricFilters: [...others, filter] });
    return {};
  },
});

/** Reads the filters' patterns. Throws InvalidParameterException, or LimitExceededException for too many regexes. */
function checkRegexes(filters: readonly MetricFilter[]): void {
  const withRegex = filters.filter(({ filterPattern }) => parseFilterPattern(filterPattern).regexes > 0);
  if (withRegex.length > MOST_REGEX_FILTERS) {
    throw new AwsError('LimitExceededException', 'Resource limit exceeded.');
  }
}
