import { defineOperation } from '../../core/operation.ts';
import { onQueue } from '../authorization.ts';
import { sqsErrors } from '../errors.ts';
import { type COMPUTED, DEFAULTS, FIFO_DEFAULTS, isReadable, KMS_DEFAULTS } from '../queues/attributes.ts';
import type { Queues } from '../queues/queues.ts';

interface GetQueueAttributesInput {
  readonly QueueUrl?: string;
  readonly AttributeNames?: string[];
}

/** GetQueueAttributes. */
export const getQueueAttributes = defineOperation({
  name: 'GetQueueAttributes',
  authorization: onQueue('GetQueueAttributes'),
  run(queues: Queues, input: GetQueueAttributesInput) {
    const { queue, runtime } = queues.at(input.QueueUrl);
    const names = input.AttributeNames ?? [];
    const unknown = names.find((name) => !isReadable(name));
    if (unknown) throw sqsErrors.invalidAttributeName(unknown);
    runtime.expire();
    const counts = runtime.store.counts();
    const all: Record<string, string> = {
      ...DEFAULTS,
      ...(runtime.isFifo ? FIFO_DEFAULTS : {}),
      ...(queue.attributes.KmsMasterKeyId ? KMS_DEFAULTS : {}),
      ...queue.attributes,
      QueueArn: runtime.arn,
      ApproximateNumberOfMessages: String(counts.ready),
      ApproximateNumberOfMessagesNotVisible: String(counts.inFlight),
      ApproximateNumberOfMessagesDelayed: String(counts.delayed),
      CreatedTimestamp: String(queue.createdAt),
      LastModifiedTimestamp: String(queue.modifiedAt),
    } satisfies Record<(typeof COMPUTED)[number], string>;
    // How long data keys are used again is of no meaning, and not shown, without a key.
    if (!queue.attributes.KmsMasterKeyId) delete all.KmsDataKeyReusePeriodSeconds;
    const wanted = names.includes('All') ? Object.keys(all) : names.filter((name) => all[name] !== undefined);
    if (wanted.length === 0) return {};
    return { Attributes: Object.fromEntries(wanted.map((name) => [name, all[name]])) };
  },
});
