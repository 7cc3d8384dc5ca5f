import { defineOperation } from '../../core/operation.ts';
import { onAll } from '../authorization.ts';
import { page } from '../paging.ts';
import type { LogsState } from '../state.ts';

interface DescribeQueryDefinitionsInput {
  readonly queryDefinitionNamePrefix?: string;
  readonly nextToken?: string;
  /** Default: 1000. */
  readonly maxResults?: number;
}

/** DescribeQueryDefinitions: the saved queries. */
export const describeQueryDefinitions = defineOperation({
  name: 'DescribeQueryDefinitions',
  authorization: onAll('DescribeQueryDefinitions'),
  run({ queries }: LogsState, input: DescribeQueryDefinitionsInput) {
    const found = [...queries.values()].filter(({ name }) =>
      name.startsWith(input.queryDefinitionNamePrefix ?? ''),
    );
    const { items, nextToken } = page(found, { ...input, limit: input.maxResults ?? 1000 });
    return { queryDefinitions: items, nextToken };
  },
});
