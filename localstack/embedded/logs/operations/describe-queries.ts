import { defineOperation } from '../../core/operation.ts';
import { onAll } from '../authorization.ts';
import type { Query } from '../insights/queries.ts';
import { page } from '../paging.ts';
import type { LogsState } from '../state.ts';

interface DescribeQueriesInput {
  readonly logGroupName?: string;
  readonly status?: string;
  readonly queryLanguage?: string;
  readonly nextToken?: string;
  /** Default: 1000. */
  readonly maxResults?: number;
}

/** DescribeQueries: the queries that were started. */
export const describeQueries = defineOperation({
  name: 'DescribeQueries',
  authorization: onAll('DescribeQueries'),
  run({ insights }: LogsState, input: DescribeQueriesInput) {
    const { logGroupName, status, queryLanguage = 'CWLI' } = input;
    const found = insights
      .all()
      .filter(
        (query) =>
          queryLanguage === 'CWLI' &&
          (logGroupName === undefined || query.logGroupNames.includes(logGroupName)) &&
          (status === undefined || query.status === status),
      );
    const { items, nextToken } = page(found, { ...input, limit: input.maxResults ?? 1000 });
    return { queries: items.map(described), nextToken };
  },
});

function described(query: Query): object {
  const { queryId, queryString, status, createTime, logGroupNames, startTime, endTime } = query;
  const source = logGroupNames.map((name) => `"${name}"`).join(', ');
  return {
    queryLanguage: 'CWLI',
    queryId,
    queryString: `SOURCE ${source} START=${startTime} END=${endTime} | ${queryString}`,
    status,
    createTime,
    logGroupName: logGroupNames[0],
  };
}
