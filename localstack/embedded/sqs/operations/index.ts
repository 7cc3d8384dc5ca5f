import type { SQS } from '@aws-sdk/client-sqs';
import type { Operation } from '../../core/service.ts';
import type { Queues } from '../queues.ts';
import { getQueueAttributes, setQueueAttributes } from './attributes.ts';
import {
  changeMessageVisibility,
  changeMessageVisibilityBatch,
  deleteMessage,
  deleteMessageBatch,
} from './delete-message.ts';
import {
  createQueue,
  deleteQueue,
  getQueueUrl,
  listDeadLetterSourceQueues,
  listQueues,
  purgeQueue,
} from './queues.ts';
import { receiveMessage } from './receive-message.ts';
import { sendMessage, sendMessageBatch } from './send-message.ts';
import { listQueueTags, tagQueue, untagQueue } from './tags.ts';

/** The names of SQS's operations, from the SDK's own client. */
type OperationName = Capitalize<Extract<keyof SQS, string>>;

/** SQS's operations over `queues`, by AWS's name. */
export function operationsOf(queues: Queues): Readonly<Record<string, Operation>> {
  const operations: Partial<Record<OperationName, Operation>> = {
    CreateQueue: createQueue(queues),
    GetQueueUrl: getQueueUrl(queues),
    ListQueues: listQueues(queues),
    ListDeadLetterSourceQueues: listDeadLetterSourceQueues(queues),
    DeleteQueue: deleteQueue(queues),
    PurgeQueue: purgeQueue(queues),
    GetQueueAttributes: getQueueAttributes(queues),
    SetQueueAttributes: setQueueAttributes(queues),
    TagQueue: tagQueue(queues),
    UntagQueue: untagQueue(queues),
    ListQueueTags: listQueueTags(queues),
    SendMessage: sendMessage(queues),
    SendMessageBatch: sendMessageBatch(queues),
    ReceiveMessage: receiveMessage(queues),
    DeleteMessage: deleteMessage(queues),
    DeleteMessageBatch: deleteMessageBatch(queues),
    ChangeMessageVisibility: changeMessageVisibility(queues),
    ChangeMessageVisibilityBatch: changeMessageVisibilityBatch(queues),
  };
  return operations;
}
