import { defineOperation } from '../../core/operation.ts';
import { onGroup } from '../authorization.ts';
import type { LogsState } from '../state.ts';

interface DeleteLogGroupInput {
  readonly logGroupName: string;
}

/** DeleteLogGroup: a group with its streams and events. */
export const deleteLogGroup = defineOperation({
  name: 'DeleteLogGroup',
  authorization: onGroup('DeleteLogGroup'),
  run(state: LogsState, { logGroupName }: DeleteLogGroupInput) {
    const group = state.group({ logGroupName });
    state.groups.delete(logGroupName);
    state.forget(group);
    return {};
  },
});
