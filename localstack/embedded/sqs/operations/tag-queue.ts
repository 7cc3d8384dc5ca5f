import { defineOperation } from '../../core/operation.ts';
import { onQueue } from '../authorization.ts';
import type { Queues } from '../queues/queues.ts';

interface TagQueueInput {
  readonly QueueUrl?: string;
  readonly Tags?: Record<string, string>;
}

/** TagQueue. */
export const tagQueue = defineOperation({
  name: 'TagQueue',
  authorization: onQueue('TagQueue'),
  run(queues: Queues, input: TagQueueInput) {
    const { queue } = queues.at(input.QueueUrl);
    queues.save({ ...queue, tags: { ...queue.tags, ...input.Tags } });
    return {};
  },
});
