import type { EmbeddedContext } from '../../core/context.ts';
import type { Principal } from '../../core/service.ts';
import type { EventSourceMapping } from '../model.ts';
import { queueUrl } from './async-invocations.ts';
import type { Batch } from './stream-batches.ts';
import type { StreamRecord } from './stream-event.ts';

/** Why records were given up. */
export type Condition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

/** Records that were given up. */
export interface Discarded {
  readonly batch: Batch<StreamRecord>;
  readonly condition: Condition;
  readonly shardId: string;
  /** The id of the last invocation with them. */
  readonly requestId: string;
  /** The version that was invoked. */
  readonly version: string;
}

/** Says at the mapping's destination for failures which records were given up, not what was in them. */
export async function sendDiscarded(
  context: EmbeddedContext,
  mapping: EventSourceMapping,
  discarded: Discarded,
  principal: Principal,
): Promise<void> {
  const arn = mapping.DestinationConfig?.OnFailure?.Destination;
  if (!arn) return;
  const MessageBody = JSON.stringify(messageOf(context, mapping, discarded));
  try {
    await context.call('sqs', 'SendMessage', { QueueUrl: queueUrl(context, arn), MessageBody }, principal);
  } catch (error) {
    context.log(
      `${mapping.FunctionArn}: what was given up did not reach ${arn}: ${(error as Error).message}`,
    );
  }
}

/** The version 1.0 record (https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html). */
function messageOf(
  { clock }: EmbeddedContext,
  { FunctionArn, EventSourceArn }: EventSourceMapping,
  { batch, condition, shardId, requestId, version }: Discarded,
): object {
  const [first, last] = [batch.records[0], batch.records.at(-1)];
  return {
    requestContext: {
      requestId,
      functionArn: FunctionArn,
      condition,
      approximateInvokeCount: batch.failures,
    },
    ...(condition === 'RetryAttemptsExhausted'
      ? { responseContext: { statusCode: 200, executedVersion: version, functionError: 'Unhandled' } }
      : {}),
    version: '1.0',
    timestamp: new Date(clock.now()).toISOString(),
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: first?.dynamodb.SequenceNumber,
      endSequenceNumber: last?.dynamodb.SequenceNumber,
      approximateArrivalOfFirstRecord: arrivalOf(first),
      approximateArrivalOfLastRecord: arrivalOf(last),
      batchSize: batch.records.length,
      streamArn: EventSourceArn,
    },
  };
}

/** To the second, as records have it. */
function arrivalOf(record: StreamRecord | undefined): string | undefined {
  if (!record) return undefined;
  return new Date(record.dynamodb.ApproximateCreationDateTime * 1000).toISOString().replace('.000Z', 'Z');
}
