import { AwsError } from '../../core/errors.ts';
import { defineOperation } from '../../core/operation.ts';
import { onNamedQueue } from '../authorization.ts';
import { sqsErrors } from '../errors.ts';
import { checkAttributes, isTrue, texts, withOneEncryption } from '../queues/attributes.ts';
import { checkDeadLetterQueue, checkRedriveAllowPolicy } from '../queues/dead-letters.ts';
import { checkPolicy } from '../queues/policy.ts';
import type { Queues } from '../queues/queues.ts';

interface CreateQueueInput {
  readonly QueueName?: string;
  readonly Attributes?: Record<string, string>;
  readonly tags?: Record<string, string>;
}

/** CreateQueue: a repeat with the same attributes gives the same URL. */
export const createQueue = defineOperation({
  name: 'CreateQueue',
  authorization: (input, place) => [
    ...onNamedQueue('CreateQueue')(input, place),
    ...(Object.keys(Object(input.tags)).length > 0 ? onNamedQueue('TagQueue')(input, place) : []),
  ],
  run(queues: Queues, { QueueName, Attributes = {}, tags = {} }: CreateQueueInput) {
    if (!QueueName) throw sqsErrors.missingParameter('QueueName');
    const fifo = isTrue(Attributes.FifoQueue);
    checkName(QueueName, fifo);
    if (Attributes.FifoQueue !== undefined && !fifo) throw sqsErrors.invalidAttributeName('FifoQueue');
    checkAttributes(Attributes, fifo);
    checkPolicy(queues, Attributes.Policy);
    checkRedriveAllowPolicy(Attributes.RedriveAllowPolicy);
    checkDeadLetterQueue(queues, { arn: queues.arnOf(QueueName), isFifo: fifo }, Attributes);
    const existing = queues.find(QueueName);
    if (existing) {
      const { runtime } = queues.at(queues.urlOf(QueueName));
      for (const [name, value] of Object.entries(Attributes)) {
        if (runtime.attribute(name) === texts({ [name]: value })[name]) continue;
        throw new AwsError(
          'QueueNameExists',
          `A queue already exists with the same name and a different value for attribute ${name}`,
          400,
        );
      }
      return { QueueUrl: queues.urlOf(QueueName) };
    }
    const now = Math.floor(queues.context.clock.now() / 1000);
    const attributes = texts(withOneEncryption({}, Attributes));
    queues.save({ name: QueueName, attributes, tags, createdAt: now, modifiedAt: now });
    return { QueueUrl: queues.urlOf(QueueName) };
  },
});

function checkName(name: string, fifo: boolean): void {
  const stem = fifo && name.endsWith('.fifo') ? name.slice(0, -'.fifo'.length) : name;
  if (/^[A-Za-z0-9_-]+$/.test(stem) && name.length <= 80 && (!fifo || name.endsWith('.fifo'))) return;
  throw sqsErrors.invalidParameter(
    fifo
      ? 'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.'
      : 'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
  );
}
