import { defineOperation } from '../../core/operation.ts';
import { onGroup } from '../authorization.ts';
import type { LogsState } from '../state.ts';

interface DeleteRetentionPolicyInput {
  readonly logGroupName: string;
}

/** DeleteRetentionPolicy: a group keeps its events for ever. */
export const deleteRetentionPolicy = defineOperation({
  name: 'DeleteRetentionPolicy',
  authorization: onGroup('DeleteRetentionPolicy'),
  run(state: LogsState, { logGroupName }: DeleteRetentionPolicyInput) {
    const { retentionInDays: _ended, ...group } = state.group({ logGroupName });
    state.groups.set(logGroupName, group);
    return {};
  },
});
