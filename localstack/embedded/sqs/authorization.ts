import { type NeedsOf, type Place, textOf } from '../core/authorization.ts';

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
