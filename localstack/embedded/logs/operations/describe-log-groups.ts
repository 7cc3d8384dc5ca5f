import { defineOperation } from '../../core/operation.ts';
import { onAnyGroup } from '../authorization.ts';
import { invalidParameter } from '../errors.ts';
import type { LogGroup } from '../model.ts';
import { type PageInput, page } from '../paging.ts';
import type { LogsState } from '../state.ts';

interface DescribeLogGroupsInput extends PageInput {
  readonly logGroupNamePrefix?: string;
  readonly logGroupNamePattern?: string;
  readonly logGroupClass?: string;
}

/** DescribeLogGroups: groups by name, prefix or part of the name. */
export const describeLogGroups = defineOperation({
  name: 'DescribeLogGroups',
  authorization: onAnyGroup('DescribeLogGroups'),
  run(state: LogsState, input: DescribeLogGroupsInput) {
    if (input.logGroupNamePrefix !== undefined && input.logGroupNamePattern !== undefined) {
      throw invalidParameter(
        'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
      );
    }
    const found = [...state.groups.values()]
      .filter(
        ({ logGroupName, logGroupClass }) =>
          logGroupName.startsWith(input.logGroupNamePrefix ?? '') &&
          logGroupName.toLowerCase().includes((input.logGroupNamePattern ?? '').toLowerCase()) &&
          (input.logGroupClass === undefined || logGroupClass === input.logGroupClass),
      )
      .sort((a, b) => (a.logGroupName < b.logGroupName ? -1 : 1));
    const { items, nextToken } = page(found, input);
    return { logGroups: items.map((group) => describe(state, group)), nextToken };
  },
});

function describe(state: LogsState, group: LogGroup): object {
  const { tags: _tags, metricFilters, arn, ...described } = group;
  let storedBytes = 0;
  for (const stream of state.events(group).streams.values()) storedBytes += stream.storedBytes;
  return {
    ...described,
    metricFilterCount: metricFilters.length,
    arn: `${arn}:*`,
    logGroupArn: arn,
    storedBytes,
  };
}
