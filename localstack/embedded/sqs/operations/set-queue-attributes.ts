import { defineOperation } from '../../core/operation.ts';
import { onQueue } from '../authorization.ts';
import { sqsErrors } from '../errors.ts';
import { checkAttributes, isTrue, texts, withOneEncryption } from '../queues/attributes.ts';
import { checkDeadLetterQueue, checkRedriveAllowPolicy } from '../queues/dead-letters.ts';
import { checkPolicy } from '../queues/policy.ts';
import type { Queues } from '../queues/queues.ts';

interface SetQueueAttributesInput {
  readonly QueueUrl?: string;
  readonly Attributes?: Record<string, string>;
}

/** SetQueueAttributes: an empty policy is removed. */
export const setQueueAttributes = defineOperation({
  name: 'SetQueueAttributes',
  authorization: onQueue('SetQueueAttributes'),
  run(queues: Queues, input: SetQueueAttributesInput) {
    const { queue, runtime } = queues.at(input.QueueUrl);
    const changes = input.Attributes ?? {};
    checkAttributes(changes, runtime.isFifo);
    checkPolicy(queues, changes.Policy);
    if (changes.FifoQueue !== undefined) {
      if (!runtime.isFifo) throw sqsErrors.invalidAttributeName('FifoQueue');
      if (!isTrue(changes.FifoQueue)) {
        throw sqsErrors.invalidAttributeValue('FifoQueue', 'Modifying queue type is not supported.');
      }
    }
    checkRedriveAllowPolicy(changes.RedriveAllowPolicy);
    checkDeadLetterQueue(queues, runtime, changes);
    const attributes = texts(withOneEncryption(queue.attributes, changes));
    queues.save({ ...queue, attributes, modifiedAt: Math.floor(queues.context.clock.now() / 1000) });
    return {};
  },
});
