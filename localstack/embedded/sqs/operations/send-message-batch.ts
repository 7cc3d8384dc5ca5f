import { AwsError } from '../../core/errors.ts';
import { defineOperation } from '../../core/operation.ts';
import type { Call } from '../../core/service.ts';
import { onQueue } from '../authorization.ts';
import { sqsErrors } from '../errors.ts';
import { checkEntries, runBatch } from '../messages/batch.ts';
import { type MessageEntry, sizeOf } from '../messages/entry.ts';
import { checkBatchIds, checkEntry, sendEntry } from '../messages/sending.ts';
import { countSuccessful } from '../metering.ts';
import type { Queues } from '../queues/queues.ts';

/** The largest batch, in bytes. */
const MAX_BATCH = 1_048_576;

interface SendMessageBatchInput {
  readonly QueueUrl?: string;
  readonly Entries?: (MessageEntry & { Id: string })[];
}

/** SendMessageBatch. */
export const sendMessageBatch = defineOperation({
  name: 'SendMessageBatch',
  authorization: onQueue('SendMessage'),
  metering: { NumberOfMessagesSent: countSuccessful },
  async run(queues: Queues, input: SendMessageBatchInput, call: Call) {
    const { runtime } = queues.at(input.QueueUrl);
    const size = (input.Entries ?? []).reduce((sum, entry) => sum + sizeOf(entry), 0);
    if (size > MAX_BATCH) {
      throw new AwsError(
        'BatchRequestTooLong',
        `Batch requests cannot be longer than ${MAX_BATCH} bytes. You have sent ${size} bytes.`,
        400,
      );
    }
    checkEntries(input.Entries);
    checkBatchIds(runtime, input.Entries);
    const dataKey = await queues.keys.forSending(runtime, call.principal);
    return runBatch(input.Entries, (entry) => {
      checkEntry(runtime, entry, sqsErrors.entryTooLong);
      return sendEntry(runtime, entry, call, dataKey);
    });
  },
});
