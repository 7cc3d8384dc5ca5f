import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { loadConfig } from '../config/config.ts';
import { createObservability } from '../observability/powertools.ts';
import { processReceipt } from '../receipts/process-receipt.ts';
import { createReceiptProcessorDeps } from '../receipts/receipt-processor-deps.ts';
import { uploadedObjects } from '../receipts/upload-events.ts';

const config = loadConfig('receipt-processor', process.env);
const { log, metrics, traces, begin, flush } = createObservability(
  config.stage,
  process.env.AWS_XRAY_DAEMON_ADDRESS,
);
const deps = createReceiptProcessorDeps(config, traces);

/** A message of SQS, as Lambda hands it on. */
interface Message {
  readonly messageId: string;
  readonly body: string;
}

async function processMessage({ body, messageId }: Message): Promise<void> {
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

/** Looks at uploaded receipts; of a batch only the messages that failed come again. */
export const handler = async (event: { Records: Message[] }, context: { awsRequestId: string }) => {
  begin(context.awsRequestId, process.env._X_AMZN_TRACE_ID);
  try {
    const processor = new BatchProcessor(EventType.SQS);
    return await processPartialResponse(event, processMessage, processor, { throwOnFullBatchFailure: false });
  } finally {
    flush();
  }
};
