import { defineOperation } from '../../core/operation.ts';
import { onQueue } from '../authorization.ts';
import { handleOf, visibilityTimeoutOf } from '../messages/receipt-handles.ts';
import type { Queues } from '../queues/queues.ts';

interface ChangeMessageVisibilityInput {
  readonly QueueUrl?: string;
  readonly ReceiptHandle?: string;
  readonly VisibilityTimeout?: number;
}

/** ChangeMessageVisibility. */
export const changeMessageVisibility = defineOperation({
  name: 'ChangeMessageVisibility',
  authorization: onQueue('ChangeMessageVisibility'),
  run(queues: Queues, input: ChangeMessageVisibilityInput) {
    const { runtime } = queues.at(input.QueueUrl);
    runtime.changeVisibility(handleOf(input), visibilityTimeoutOf(input.VisibilityTimeout));
    return {};
  },
});
