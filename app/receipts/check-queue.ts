import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { objectKey, type ReceiptFiles } from './receipt-files.ts';

/** Seconds until the check: by then the request has deleted the file, or has failed. */
const delay = 60;

/**
 * A client for SQS that gets everything from the SDK's standard variables, the endpoint too. By default it would take
 * that from the queue's URL, whose host name need not be known where the function runs.
 */
export function createQueueClient(): SQSClient {
  return new SQSClient({ useQueueUrlAsEndpoint: false });
}

/** Asks the receipt processor to check files later, by a message in the form of S3's own notifications. */
export function createCheckLater(sqs: SQSClient, queueUrl: string): ReceiptFiles['checkLater'] {
  return async (owners) => {
    const Records = owners.map((owner) => ({
      s3: { object: { key: encodeURIComponent(objectKey(owner)) } },
    }));
    const MessageBody = JSON.stringify({ Records });
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody, DelaySeconds: delay }));
  };
}
