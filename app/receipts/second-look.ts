import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { objectKey, type ReceiptFiles } from './receipt-files.ts';

/** Seconds until the second look: by then whoever deletes has done it, or has failed. */
const delay = 60;

/**
 * A client for SQS that gets everything from the SDK's standard variables: its endpoint too, which it would take from the
 * queue's URL otherwise, by a name that need not be known where the function runs.
 */
export function createQueueClient(): SQSClient {
  return new SQSClient({ useQueueUrlAsEndpoint: false });
}

/** Asks the processor of receipts for a second look, by a message in the form of S3's own notifications. */
export function createSecondLook(sqs: SQSClient, queueUrl: string): ReceiptFiles['lookAgain'] {
  return async (owners) => {
    const Records = owners.map((owner) => ({
      s3: { object: { key: encodeURIComponent(objectKey(owner)) } },
    }));
    const MessageBody = JSON.stringify({ Records });
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody, DelaySeconds: delay }));
  };
}
