import { defineOperation } from '../../core/operation.ts';
import { onAll } from '../authorization.ts';
import { findQuery, type LogsState } from '../state.ts';

interface GetQueryResultsInput {
  readonly queryId: string;
}

/** GetQueryResults: what a query has found, and what it took. */
export const getQueryResults = defineOperation({
  name: 'GetQueryResults',
  authorization: onAll('GetQueryResults'),
  run(state: LogsState, { queryId }: GetQueryResultsInput) {
    const { status, results, statistics, logGroupNames } = findQuery(state, queryId);
    return {
      queryLanguage: 'CWLI',
      results,
      statistics: {
        ...statistics,
        estimatedRecordsSkipped: 0,
        estimatedBytesSkipped: 0,
        logGroupsScanned: logGroupNames.length,
      },
      status,
    };
  },
});
