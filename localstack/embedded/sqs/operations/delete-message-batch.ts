import { defineOperation } from '../../core/operation.ts';
import { onQueue } from '../authorization.ts';
import { runBatch } from '../messages/batch.ts';
import { handleOf, type ReceivedEntry } from '../messages/receipt-handles.ts';
import { countSuccessful } from '../metering.ts';
import type { Queues } from '../queues/queues.ts';

interface DeleteMessageBatchInput {
  readonly QueueUrl?: string;
  readonly Entries?: ReceivedEntry[];
}

/** DeleteMessageBatch. */
export const deleteMessageBatch = defineOperation({
  name: 'DeleteMessageBatch',
  authorization: onQueue('DeleteMessage'),
  metering: { NumberOfMessagesDeleted: countSuccessful },
  run(queues: Queues, input: DeleteMessageBatchInput) {
    const { runtime } = queues.at(input.QueueUrl);
    return runBatch(input.Entries, (entry) => {
      runtime.delete(handleOf(entry));
      return {};
    });
  },
});
