import { defineOperation } from '../../core/operation.ts';
import { onQueue } from '../authorization.ts';
import type { QueueInput } from '../model.ts';
import { sourcesOf } from '../queues/dead-letters.ts';
import type { Queues } from '../queues/queues.ts';

/** ListDeadLetterSourceQueues. */
export const listDeadLetterSourceQueues = defineOperation({
  name: 'ListDeadLetterSourceQueues',
  authorization: onQueue('ListDeadLetterSourceQueues'),
  run(queues: Queues, { QueueUrl }: QueueInput) {
    const { arn } = queues.at(QueueUrl).runtime;
    return { queueUrls: sourcesOf(queues, arn).map(({ name }) => queues.urlOf(name)) };
  },
});
