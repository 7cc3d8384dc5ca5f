import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue/index.js';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy/index.js';
import { Construct } from 'constructs';
import type { DataKey } from './data-key.ts';
import type { Grantee } from './service-role.ts';
import { allow, policyDocument, type Statement } from './statements.ts';

const DAY_SECONDS = 24 * 60 * 60;

export interface ReceiptQueueProps {
  readonly name: string;
  /** The timeout of the function that reads the queue, in seconds. */
  readonly consumerTimeout: number;
  /** The bucket that may send, and the account it must belong to. */
  readonly sender: { readonly bucketArn: string; readonly account: string };
  readonly key: DataKey;
}

/** The queue between the bucket and the receipt processor, with a dead-letter queue for what fails five times. */
export class ReceiptQueue extends Construct {
  readonly arn: string;
  readonly name: string;
  readonly deadLetterName: string;
  /** S3 checks its permission when the notification is created, so the policy has to come first. */
  readonly url: string;
  readonly policy: SqsQueuePolicy;

  constructor(scope: Construct, id: string, props: ReceiptQueueProps) {
    super(scope, id);
    const deadLetters = new SqsQueue(this, 'dead-letters', {
      name: `${props.name}-dead-letters`,
      messageRetentionSeconds: 14 * DAY_SECONDS,
      kmsMasterKeyId: props.key.arn,
    });
    const queue = new SqsQueue(this, 'events', {
      name: props.name,
      messageRetentionSeconds: 4 * DAY_SECONDS,
      // Six times the consumer's timeout, as AWS asks for (Lambda Developer Guide, «Using Lambda with Amazon SQS»).
      visibilityTimeoutSeconds: 6 * props.consumerTimeout,
      receiveWaitTimeSeconds: 20,
      kmsMasterKeyId: props.key.arn,
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: 5 }),
    });
    this.policy = new SqsQueuePolicy(this, 'events-policy', {
      queueUrl: queue.url,
      policy: policyDocument([fromBucket(queue.arn, props.sender), tlsOnly(queue.arn)]),
    });
    new SqsQueuePolicy(this, 'dead-letters-policy', {
      queueUrl: deadLetters.url,
      policy: policyDocument([tlsOnly(deadLetters.arn)]),
    });
    this.arn = queue.arn;
    this.url = queue.url;
    this.name = queue.name;
    this.deadLetterName = deadLetters.name;
  }

  /** Allows asking for a later check of files that are about to be deleted. */
  grantSend(grantee: Grantee): void {
    grantee.grant('look-at-receipts-again', allow(['sqs:SendMessage'], [this.arn]));
  }

  /** Allows what an event source mapping needs of the function's role. */
  grantConsume(grantee: Grantee): void {
    grantee.grant(
      'consume-receipt-events',
      allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], [this.arn]),
    );
  }
}

function fromBucket(queueArn: string, sender: ReceiptQueueProps['sender']): Statement {
  return {
    Sid: 'ReceiptBucketSends',
    Effect: 'Allow',
    Principal: { Service: 's3.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: queueArn,
    Condition: {
      ArnEquals: { 'aws:SourceArn': sender.bucketArn },
      StringEquals: { 'aws:SourceAccount': sender.account },
    },
  };
}

function tlsOnly(queueArn: string): Statement {
  return {
    Sid: 'TlsOnly',
    Effect: 'Deny',
    Principal: '*',
    Action: 'sqs:*',
    Resource: queueArn,
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}
