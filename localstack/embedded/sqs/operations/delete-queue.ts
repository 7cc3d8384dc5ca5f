import { defineOperation } from '../../core/operation.ts';
import { onQueue } from '../authorization.ts';
import type { QueueInput } from '../model.ts';
import type { Queues } from '../queues/queues.ts';

/** DeleteQueue: with all its messages, at once. */
export const deleteQueue = defineOperation({
  name: 'DeleteQueue',
  authorization: onQueue('DeleteQueue'),
  run(queues: Queues, { QueueUrl }: QueueInput) {
    queues.remove(queues.at(QueueUrl).queue.name);
    return {};
  },
});
