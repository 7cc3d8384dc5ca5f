import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { createLambdaFunction } from '../observability/lambda-function.ts';
import { processReceipt } from '../receipts/process-receipt.ts';
import { uploadedObjects } from '../receipts/upload-events.ts';
import { createReceiptProcessorDeps } from '../wiring/receipt-processor.ts';

const {
  config,
  log,
  metrics,
  traces,
  handler: handlerOf,
} = createLambdaFunction('receipt-processor', process.env);
const deps = createReceiptProcessorDeps(config, traces);

async function processMessage({ body, messageId }: SQSRecord): Promise<void> {
  for (const object of uploadedObjects(body)) {
    const { key } = object;
    const { status, reason } = await processReceipt(object, deps).catch((error: Error) => {
      log.error('receipt could not be processed', { messageId, key, error });
      throw error;
    });
    if (status === 'accepted') metrics.count('ReceiptAccepted');
    if (status === 'refused') metrics.countBy('ReceiptRefused', 'reason', reason ?? 'unknown');
    log.info('receipt processed', { messageId, key, outcome: status, reason });
  }
}

/** Checks uploaded receipts; only the messages of a batch that failed come again. */
export const handler = handlerOf((event: SQSEvent) =>
  processPartialResponse(event, processMessage, new BatchProcessor(EventType.SQS), {
    throwOnFullBatchFailure: false,
  }),
);
