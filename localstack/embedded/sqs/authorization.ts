import { type Need, type NeedsOf, type Place, textOf } from '../core/authorization.ts';

const queueArn = (name: string, { region, accountId }: Place) => `arn:aws:sqs:${region}:${accountId}:${name}`;

/**
 * The permission for `action` on the queue of `QueueUrl`. Batches have no actions of their own.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html
 */
export const onQueue =
  (action: string): NeedsOf =>
  ({ QueueUrl }, place) => [
    { action: `sqs:${action}`, resource: queueArn(textOf(QueueUrl).split('/').at(-1) ?? '', place) },
  ];

/** The permission for `action` on the queue of `QueueName`. */
export const onNamedQueue =
  (action: string): NeedsOf =>
  ({ QueueName }, place) => [{ action: `sqs:${action}`, resource: queueArn(textOf(QueueName), place) }];

/**
 * The permissions to move messages out of a dead-letter queue, or to look at that: `action`, and what the move itself
 * does with the queue (SQS Developer Guide, «Configuring queue permissions for dead-letter queue redrive»).
 */
export const onDeadLetterQueue = (action: string, resource: string): readonly Need[] =>
  [action, 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map((each) => ({
    action: `sqs:${each}`,
    resource,
  }));
