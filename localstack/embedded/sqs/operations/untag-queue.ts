import { defineOperation } from '../../core/operation.ts';
import { onQueue } from '../authorization.ts';
import type { Queues } from '../queues/queues.ts';

interface UntagQueueInput {
  readonly QueueUrl?: string;
  readonly TagKeys?: string[];
}

/** UntagQueue. */
export const untagQueue = defineOperation({
  name: 'UntagQueue',
  authorization: onQueue('UntagQueue'),
  run(queues: Queues, input: UntagQueueInput) {
    const { queue } = queues.at(input.QueueUrl);
    const tags = Object.entries(queue.tags).filter(([key]) => !input.TagKeys?.includes(key));
    queues.save({ ...queue, tags: Object.fromEntries(tags) });
    return {};
  },
});
