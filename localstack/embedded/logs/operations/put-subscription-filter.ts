import { notImplemented } from '../../core/errors.ts';
import { defineOperation } from '../../core/operation.ts';
import { onGroup } from '../authorization.ts';
import type { LogsState } from '../state.ts';

/** PutSubscriptionFilter: refused by name, because nothing here carries events to other services. */
export const putSubscriptionFilter = defineOperation({
  name: 'PutSubscriptionFilter',
  authorization: onGroup('PutSubscriptionFilter'),
  run(_state: LogsState, _input: object): never {
    throw notImplemented('cloudwatchlogs', 'PutSubscriptionFilter');
  },
});
