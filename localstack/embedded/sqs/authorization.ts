import { type AuthorizationTable, type NeedsOf, type Place, textOf } from '../core/authorization.ts';

const queueArn = (name: string, { region, accountId }: Place) => `arn:aws:sqs:${region}:${accountId}:${name}`;

const onQueue =
  (action: string): NeedsOf =>
  ({ QueueUrl }, place) => [
    { action: `sqs:${action}`, resource: queueArn(textOf(QueueUrl).split('/').at(-1) ?? '', place) },
  ];

const onNamedQueue =
  (action: string): NeedsOf =>
  ({ QueueName, tags }, place) => {
    const resource = queueArn(textOf(QueueName), place);
    const tagged = action === 'CreateQueue' && Object.keys(Object(tags)).length > 0;
    return [{ action: `sqs:${action}`, resource }, ...(tagged ? [{ action: 'sqs:TagQueue', resource }] : [])];
  };

/**
 * Batches have no actions of their own.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html
 */
export const authorization: AuthorizationTable = {
  CreateQueue: onNamedQueue('CreateQueue'),
  GetQueueUrl: onNamedQueue('GetQueueUrl'),
  ListQueues: () => [{ action: 'sqs:ListQueues', resource: '*' }],
  ListDeadLetterSourceQueues: onQueue('ListDeadLetterSourceQueues'),
  DeleteQueue: onQueue('DeleteQueue'),
  PurgeQueue: onQueue('PurgeQueue'),
  GetQueueAttributes: onQueue('GetQueueAttributes'),
  SetQueueAttributes: onQueue('SetQueueAttributes'),
  TagQueue: onQueue('TagQueue'),
  UntagQueue: onQueue('UntagQueue'),
  ListQueueTags: onQueue('ListQueueTags'),
  SendMessage: onQueue('SendMessage'),
  SendMessageBatch: onQueue('SendMessage'),
  ReceiveMessage: onQueue('ReceiveMessage'),
  DeleteMessage: onQueue('DeleteMessage'),
  DeleteMessageBatch: onQueue('DeleteMessage'),
  ChangeMessageVisibility: onQueue('ChangeMessageVisibility'),
  ChangeMessageVisibilityBatch: onQueue('ChangeMessageVisibility'),
};
