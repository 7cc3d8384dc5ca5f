import { defineOperation } from '../../core/operation.ts';
import { onQueue } from '../authorization.ts';
import type { QueueInput } from '../model.ts';
import type { Queues } from '../queues/queues.ts';

/** ListQueueTags. */
export const listQueueTags = defineOperation({
  name: 'ListQueueTags',
  authorization: onQueue('ListQueueTags'),
  run(queues: Queues, input: QueueInput) {
    const { tags } = queues.at(input.QueueUrl).queue;
    return Object.keys(tags).length > 0 ? { Tags: tags } : {};
  },
});
