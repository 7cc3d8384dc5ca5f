import { defineOperation } from '../../core/operation.ts';
import { onQueue } from '../authorization.ts';
import { handleOf } from '../messages/receipt-handles.ts';
import type { Queues } from '../queues/queues.ts';

interface DeleteMessageInput {
  readonly QueueUrl?: string;
  readonly ReceiptHandle?: string;
}

/** DeleteMessage. */
export const deleteMessage = defineOperation({
  name: 'DeleteMessage',
  authorization: onQueue('DeleteMessage'),
  metering: { NumberOfMessagesDeleted: () => 1 },
  run(queues: Queues, input: DeleteMessageInput) {
    const { runtime } = queues.at(input.QueueUrl);
    runtime.delete(handleOf(input));
    return {};
  },
});
