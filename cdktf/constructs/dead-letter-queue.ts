import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue/index.js';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy/index.js';
import { Construct } from 'constructs';
import type { Grantee } from './service-role.ts';
import { allow, policyDocument } from './statements.ts';

const DAY_SECONDS = 24 * 60 * 60;

/** Keeps calls for 14 days that were not delivered, or that failed every time. */
export class DeadLetterQueue extends Construct {
  readonly arn: string;
  readonly name: string;

  constructor(scope: Construct, id: string, props: { readonly name: string }) {
    super(scope, id);
    const queue = new SqsQueue(this, 'queue', {
      name: props.name,
      messageRetentionSeconds: 14 * DAY_SECONDS,
      sqsManagedSseEnabled: true,
    });
    new SqsQueuePolicy(this, 'policy', {
      queueUrl: queue.url,
      policy: policyDocument([
        {
          Sid: 'TlsOnly',
          Effect: 'Deny',
          Principal: '*',
          Action: 'sqs:*',
          Resource: queue.arn,
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ]),
    });
    this.arn = queue.arn;
    this.name = queue.name;
  }

  /** Allows sending a message to the queue. */
  grantSend(grantee: Grantee): void {
    grantee.grant('leave-dead-letters', allow(['sqs:SendMessage'], [this.arn]));
  }
}
