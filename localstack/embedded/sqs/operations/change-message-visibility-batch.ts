import { defineOperation } from '../../core/operation.ts';
import { onQueue } from '../authorization.ts';
import { runBatch } from '../messages/batch.ts';
import { handleOf, type ReceivedEntry, visibilityTimeoutOf } from '../messages/receipt-handles.ts';
import type { Queues } from '../queues/queues.ts';

interface ChangeMessageVisibilityBatchInput {
  readonly QueueUrl?: string;
  readonly Entries?: ReceivedEntry[];
}

/** ChangeMessageVisibilityBatch. */
export const changeMessageVisibilityBatch = defineOperation({
  name: 'ChangeMessageVisibilityBatch',
  authorization: onQueue('ChangeMessageVisibility'),
  run(queues: Queues, input: ChangeMessageVisibilityBatchInput) {
    const { runtime } = queues.at(input.QueueUrl);
    return runBatch(input.Entries, (entry) => {
      runtime.changeVisibility(handleOf(entry), visibilityTimeoutOf(entry.VisibilityTimeout));
      return {};
    });
  },
});
