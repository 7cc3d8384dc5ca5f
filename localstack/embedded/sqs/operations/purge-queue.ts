import { AwsError } from '../../core/errors.ts';
import { defineOperation } from '../../core/operation.ts';
import { onQueue } from '../authorization.ts';
import type { QueueInput } from '../model.ts';
import type { Queues } from '../queues/queues.ts';

/** How often PurgeQueue may be called, in milliseconds. */
const PURGE_INTERVAL = 60_000;

/** PurgeQueue. */
export const purgeQueue = defineOperation({
  name: 'PurgeQueue',
  authorization: onQueue('PurgeQueue'),
  run(queues: Queues, { QueueUrl }: QueueInput) {
    const { queue, runtime } = queues.at(QueueUrl);
    const now = queues.context.clock.now();
    if (now - runtime.purgedAt < PURGE_INTERVAL) {
      throw new AwsError(
        'PurgeQueueInProgress',
        `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`,
        400,
      );
    }
    runtime.purgedAt = now;
    runtime.store.clear();
    return {};
  },
});
