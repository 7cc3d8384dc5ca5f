import { defineOperation } from '../../core/operation.ts';
import { onNamedQueue } from '../authorization.ts';
import { sqsErrors } from '../errors.ts';
import type { Queues } from '../queues/queues.ts';

interface GetQueueUrlInput {
  readonly QueueName?: string;
  readonly QueueOwnerAWSAccountId?: string;
}

/** GetQueueUrl. */
export const getQueueUrl = defineOperation({
  name: 'GetQueueUrl',
  authorization: onNamedQueue('GetQueueUrl'),
  run(queues: Queues, { QueueName, QueueOwnerAWSAccountId }: GetQueueUrlInput) {
    if (!QueueName) throw sqsErrors.missingParameter('QueueName');
    const foreign =
      QueueOwnerAWSAccountId !== undefined && QueueOwnerAWSAccountId !== queues.context.accountId;
    if (foreign || !queues.find(QueueName)) throw sqsErrors.queueDoesNotExist();
    return { QueueUrl: queues.urlOf(QueueName) };
  },
});
