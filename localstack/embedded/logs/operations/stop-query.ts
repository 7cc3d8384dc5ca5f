import { defineOperation } from '../../core/operation.ts';
import { onAll } from '../authorization.ts';
import { invalidParameter } from '../errors.ts';
import { findQuery, type LogsState } from '../state.ts';

interface StopQueryInput {
  readonly queryId: string;
}

/** StopQuery: ends a query that runs. */
export const stopQuery = defineOperation({
  name: 'StopQuery',
  authorization: onAll('StopQuery'),
  run(state: LogsState, { queryId }: StopQueryInput) {
    const query = findQuery(state, queryId);
    if (query.status !== 'Running') {
      throw invalidParameter(`Query ${queryId} has already ended with status ${query.status}.`);
    }
    query.status = 'Cancelled';
    return { success: true };
  },
});
